// Collects the answers into facts lines and hands them over as a file. Nothing is sent anywhere.
document.getElementById('sheet').addEventListener('submit', (event) => {
  event.preventDefault();
  const by = document.getElementById('by').value.trim();
  const at = new Date().toISOString().slice(0, 10);
  const lines = [];
  for (const set of document.querySelectorAll('fieldset')) {
    const many = [...set.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.value);
    const one = set.querySelector('input[type=radio]:checked') || set.querySelector('input[aria-label=answer]');
    const value = many.includes('none') ? 'none' : many.length ? many : one ? one.value.trim() : '';
    if (!value) continue;
    const line = { id: set.dataset.id, fact: set.dataset.fact, value, act: 'attest', by, at };
    const why = set.querySelector('.why').value.trim();
    if (why) line.why = why;
    lines.push(JSON.stringify(line));
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([lines.join('\n') + '\n'], { type: 'application/jsonl' }));
  link.download = 'answers.facts.jsonl';
  link.click();
  URL.revokeObjectURL(link.href);
});
