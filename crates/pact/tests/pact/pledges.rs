//! Pledges, their evidence, their map, and what stays owing.

use actlas_law::{Pack, PackFiles, View};
use actlas_pact::{
    Brings, Gap, Kept, MappedSystem, Owed, OwedState, Pacts, Part, Pledge, Pledged, Stands,
    contradicting, gap, kept_apart, kept_apart_words, new_pledge, progress, recorded,
};

use crate::common::{codes, day, pacts, pledge, register, small, system, today};

const HEAD: &str =
    "format: 1\norganisation: Acme\ninstrument: test\npublished: 2025-01-31\nroles: [provider]\n";
const CORE: &str = "commitments:\n  - {id: c-1, owner: Ann, due: 2025-06-30}\n  - {id: c-2}\n";

fn read(rest: &str) -> (Pledge, Vec<&'static str>) {
    let (pacts, _) = small("");
    let (pledge, findings) = pledge(&pacts, &format!("{HEAD}{rest}"));
    let codes = codes(&findings);
    (pledge, codes)
}

#[test]
fn what_is_wrong_in_a_pledge_is_told_and_kept() {
    let (pledge, codes) =
        read("commitments:\n  - {id: c-1}\n  - {id: c-1, owner: Bo}\n  - {id: z-9, plan: p}\n");
    assert_eq!(codes, ["commitment-duplicate", "commitment-unknown", "core-commitment-missing"]);
    let kept: Vec<&str> = pledge.unknown.iter().map(|at| at.id.as_str()).collect();
    assert_eq!(kept, ["z-9"], "what the instrument does not have");
    let twice: Vec<&str> = pledge.duplicates.iter().map(|at| at.owner.as_str()).collect();
    assert_eq!(twice, ["Bo"], "the second is kept apart");
    let check = |rest: &str, wanted: &[&str]| {
        assert_eq!(read(&format!("{CORE}{rest}")).1, wanted, "{rest}")
    };
    check("", &[]);
    check("signed: 2030-01-01\n", &["date-in-future"]);
    check(
        "evidence:\n  - {for: [c-2], says: s, url: 'https://a.example/', by: Ann, at: 2027-01-01}\n",
        &["date-in-future", "evidence-unsigned"],
    );
    check(
        "evidence:\n  - {for: [c-2], says: s, url: 'https://a.example/'}\n",
        &["evidence-unsigned"],
    );
    check(
        "evidence:\n  - {for: [q-1], url: 'https://a.example/', by: A, at: 2025-01-01}\n",
        &["evidence-unplaced"],
    );
    check("evidence:\n  - {for: [art.9], says: s, by: A, at: 2025-01-01}\n", &["evidence-empty"]);
    check(
        "evidence:\n  - {for: [art.9], url: 'https://a.example/', by: A, at: 2025-01-01, valid_until: 2025-02-01}\n",
        &["evidence-expired"],
    );
    check(
        "evidence:\n  - {for: [art.9], url: 'javascript:x', by: A, at: 2025-01-01}\n",
        &["pledge-invalid", "evidence-empty"],
    );
    check("coments: []\n", &["pledge-invalid"]);
}

/// A day that lies ahead is a day; a fault stands at the line of its key.
#[test]
fn faults_are_named_at_their_line() {
    let told = |rest: &str| {
        let (pacts, _) = small("");
        let (_, findings) = pledge(&pacts, &format!("{HEAD}{CORE}{rest}"));
        let last = findings.last().unwrap();
        (last.fact.clone(), last.hint.clone(), last.place.line.unwrap())
    };
    let of = |signed: &str| {
        let url = "url: 'https://a.example/'";
        told(&format!("evidence:\n  - {{for: [c-2], says: s, {url}{signed}}}\n"))
    };
    let rest = "; until then it counts for nothing";
    let check = |signed: &str, fact: &str, hint: &str| {
        assert_eq!(of(signed), (fact.to_owned(), format!("{hint}{rest}"), 10), "{signed}");
    };
    check("", "it does not say by whom and when it was attached", "add `by` and `at`");
    check(", by: A", "it does not say when it was attached", "add `at`");
    check(", at: 2025-01-01", "it does not say by whom it was attached", "add `by`");
    let ahead = "the day it was attached, `2027-01-01`, lies ahead";
    check(", by: A, at: 2027-01-01", ahead, "correct `at`");
    let both = format!("{ahead}, and it does not say by whom");
    check(", at: 2027-01-01", &both, "add `by`, correct `at`");
    check(", by: A, at: soon", "the day it was attached, `soon`, is no date", "correct `at`");
    for key in ["signed", "published"] {
        let (pacts, _) = small("");
        let text = format!("format: 1\norganisation: Acme\ninstrument: test\n{CORE}{key}: ");
        for day in ["2030-01-01", "soon"] {
            let (_, findings) = pledge(&pacts, &format!("{text}{day}\n"));
            assert_eq!(findings[0].place.line, Some(7), "{key} {day}");
        }
    }
    let (pacts, _) = small("");
    let text = "format: 1\ninstrument: test\norganisation: Nobody\ncommitments:\n  - {id: c-1}\n";
    let lines = pledge(&pacts, text).1.iter().map(|at| at.place.line).collect::<Vec<_>>();
    assert_eq!(lines, [Some(3), Some(4)]);
}

#[test]
fn files_of_evidence_are_looked_at() {
    let evidence = |file: &str, hash: &str| {
        format!(
            "{CORE}evidence:\n  - {{for: [c-2], file: '{file}', sha256: '{hash}', by: A, at: 2025-01-01}}\n"
        )
    };
    let check = |file: &str, hash: &str, code: Option<&str>, kept: Kept| {
        let (pacts, _) = small("");
        let (mut pledge, _) = pledge(&pacts, &format!("{HEAD}{}", evidence(file, hash)));
        let found = pledge.look(|path| (path == "there.txt").then(|| "ab12".to_owned()));
        assert_eq!(codes(&found), code.into_iter().collect::<Vec<_>>(), "{file} {hash}");
        assert!(found.iter().all(|finding| finding.place.line.is_some()));
        let report = progress(&pacts, &pledge, None, today());
        assert_eq!(report.lines[1].kept, kept, "{file} {hash}");
    };
    check("there.txt", "AB12", None, Kept::ByEvidence);
    check("there.txt", "sha256:ab12", None, Kept::ByEvidence);
    check("there.txt", "", Some("evidence-without-hash"), Kept::ByEvidence);
    check("there.txt", "cd34", Some("evidence-changed"), Kept::Lapsed);
    check("gone.txt", "ab12", Some("evidence-file-gone"), Kept::Lapsed);
    for outside in ["../there.txt", "/etc/passwd", "a/../../b", "C:/x", "a\\b"] {
        check(outside, "", Some("evidence-outside"), Kept::Lapsed);
    }
}

#[test]
fn a_promise_is_done_by_evidence_or_stays_not_done() {
    let (pacts, _) = small("");
    let (pledge, _) = pledge(&pacts, &format!("{HEAD}{CORE}"));
    let on = |text: &str| {
        let report = progress(&pacts, &pledge, None, day(text));
        report.lines.iter().map(|line| line.kept).collect::<Vec<_>>()
    };
    assert_eq!(on("2025-06-30"), [Kept::NotDone, Kept::NotDone]);
    assert_eq!(on("2025-07-01"), [Kept::Overdue, Kept::NotDone]);
    let due = progress(&pacts, &pledge, None, today()).due;
    assert_eq!(due, Some(day("2026-01-31")));
}

/// What every signatory takes counts, whether the file lists it or not.
#[test]
fn a_missing_core_commitment_is_still_to_be_done() {
    let (pacts, _) = small("");
    let check = |pledged: &str, total: usize, missing: &[&str]| {
        let text = format!("{HEAD}pledged: {pledged}\ncommitments:\n  - {{id: c-1}}\n");
        let (pledge, _) = pledge(&pacts, &text);
        let report = progress(&pacts, &pledge, None, today());
        let ids: Vec<&str> = report.missing.iter().map(|at| at.id.as_str()).collect();
        assert_eq!((report.total(), ids.as_slice()), (total, missing), "{pledged}");
    };
    check("yes", 2, &["c-2"]);
    check("no", 1, &[]);
}

#[test]
fn open_and_unstated_systems_are_counted_apart() {
    let check = |open, untouched, unstated, words: &str| {
        assert_eq!(Kept::InPart { open, untouched, unstated }.words(), words);
    };
    check(1, 0, 0, "in part: 1 system is open");
    check(3, 0, 0, "in part: 3 systems are open");
    check(0, 1, 0, "in part: of 1 system nothing is stated");
    check(2, 2, 0, "in part: 2 systems are open, of 2 nothing is stated");
    check(0, 0, 1, "in part: of 1 system it is not stated whose it is");
    check(2, 0, 3, "in part: 2 systems are open, of 3 it is not stated whose they are");
}

/// A recorded refusal, exit or membership beside what a file says of itself.
#[test]
fn recorded_positions_are_held_against_the_pledge() {
    let check = |row: &str, rest: &str, wanted: &[&str]| {
        let (pacts, _) = small(&format!("{row},https://a.example/,,,\n"));
        let text = format!("{HEAD}{CORE}{rest}");
        let (pledge, findings) = pledge(&pacts, &text);
        assert_eq!(codes(&findings), wanted, "{row}; {rest}");
        assert_eq!(recorded(&pacts, &pledge, today()).len(), 1);
        assert_eq!(contradicting(&pacts, &pledge, today()).len(), wanted.len(), "{row}; {rest}");
    };
    let told = ["pledge-contradicted"];
    let declined = "Acme,declined,own-statement,2024-09-24,stated-on";
    check(declined, "pledged: yes\n", &told);
    check(declined, "signed: 2024-09-24\n", &told);
    check(declined, "signed: 2025-01-20\n", &[]);
    check(declined, "pledged: no\n", &[]);
    check("Acme,left,press-report,2025-05-26,reported-on", "signed: 2025-01-20\n", &told);
    check("Acme,absent,absence,2025-05-26,listed-by", "pledged: yes\n", &[]);
    check("Acme,absent,press-report,2025-05-26,reported-on", "pledged: yes\n", &told);
    check("Acme,signed,press-report,2025-05-26,listed-by", "pledged: no\n", &told);
    check("Acme,signed,press-report,2025-05-26,listed-by", "pledged: yes\n", &[]);
    check("Acme,announced,own-statement,2025-05-26,stated-on", "pledged: no\n", &[]);
}

/// Of several contradictions the finding names the one that rests on most; a service is not the whole, and
/// who has left does not take part.
#[test]
fn what_contradicts_is_named_by_what_it_rests_on() {
    let check = |rows: &[&str], pledged: &str, wanted: &str| {
        let rows: Vec<String> = rows.iter().map(|row| format!("Acme,{row},\n")).collect();
        let (pacts, _) = small(&rows.concat());
        let (_, findings) = pledge(&pacts, &format!("{HEAD}{CORE}pledged: {pledged}\n"));
        let facts: Vec<&str> = findings.iter().map(|at| at.fact.as_str()).collect();
        match wanted {
            "" => assert_eq!(facts, Vec::<&str>::new(), "{rows:?}"),
            wanted => assert!(facts.len() == 1 && facts[0].contains(wanted), "{facts:?}"),
        }
    };
    let own = "declined,own-statement,2025-05-26,stated-on,https://a.example/,,";
    let press = "declined,press-report,2025-05-26,reported-on,https://b.example/,,";
    let service = "declined,own-statement,2025-05-26,stated-on,https://a.example/,,Chat";
    let signed = "signed,press-report,2025-05-26,reported-on,https://a.example/,,";
    let left = "left,press-report,2025-05-26,reported-on,https://b.example/,,";
    check(&[press], "yes", "reported");
    check(&[own, press], "yes", "stated on 26 May 2025");
    check(&[press, own], "yes", "stated on 26 May 2025");
    check(&[service], "yes", "");
    check(&[signed, left], "no", "");
}

/// Rows that are kept apart are told of one organisation and one instrument, by their day.
#[test]
fn rows_kept_apart_are_told_where_they_belong() {
    let words = |pacts: &Pacts, organisation: &str, instrument: &str, on: &str| {
        let head = format!("format: 1\norganisation: {organisation}\ninstrument: {instrument}\n");
        let (pledge, _) = pledge(pacts, &head);
        kept_apart_words(pacts, &kept_apart(pacts, &pledge, day(on)))
    };
    let (mine, _) = small(
        "Acme,signed,press-report,2025-01-01,,,,,\nBird,left,press-report,2025-01-01,,,,,\n\
         Bird,signed,absence,2025-01-01,,https://a.example/,,,\n",
    );
    let check = |organisation: &str, on: &str, wanted: &str| {
        assert_eq!(words(&mine, organisation, "test", on), wanted);
    };
    check("Acme", "2024-12-31", "");
    check("Acme", "2026-11-21", "1 row without a source is kept apart: signed (Test Pledge)");
    let because = "1 row is kept apart, because its basis does not show its position";
    let both = "1 row without a source is kept apart: left (Test Pledge)";
    check("Bird", "2026-11-21", &format!("{both}; {because}: signed (Test Pledge)"));
    check("Nobody", "2026-11-21", "");
    assert_ne!(words(&pacts(), "Meta", "gpai-code", "2026-11-21"), "");
    assert_eq!(words(&pacts(), "Meta", "ai-pact", "2026-11-21"), "");
}

/// Calls with the gap of a pledge on a day, known on that day.
fn gap_on<T>(
    text: &str,
    on: &str,
    systems: Option<Vec<MappedSystem>>,
    call: impl Fn(&Gap) -> T,
) -> T {
    let pacts = pacts();
    let (pledge, _) = pledge(&pacts, text);
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let view = View::new(&pack, day(on), day(on)).unwrap();
    let register = systems.map(register);
    call(&gap(&pacts, &pledge, &view, register.as_ref(), |name| name == "Meta"))
}

fn owed_states(text: &str, systems: Option<Vec<MappedSystem>>) -> Vec<(String, OwedState, String)> {
    let row = |owed: &Owed| {
        let start =
            owed.start.as_ref().map(|start| start.effective.to_string()).unwrap_or_default();
        (owed.duty.provision.clone(), owed.state, start)
    };
    gap_on(text, "2026-11-21", systems, |found| found.owed.iter().map(row).collect())
}

const PACT: &str = "format: 1\norganisation: Meta\ninstrument: ai-pact\nroles: [provider]\ncommitments:\n  - {id: core-1}\n  - {id: core-2}\n  - {id: core-3}\n  - {id: dev-7}\nevidence:\n  - {for: [core-3], says: s, url: 'https://a.example/', by: A, at: 2025-01-01}\n  - {for: [art.10], says: s, url: 'https://a.example/', by: A, at: 2025-01-01}\n";

#[test]
fn the_gap_names_what_the_act_asks_beyond_the_pledge() {
    let owed = owed_states(PACT, None);
    let find = |provision: &str| owed.iter().find(|(at, ..)| at == provision).unwrap();
    assert_eq!(find("art.4").1, OwedState::ByCommitment);
    assert_eq!(find("art.10").1, OwedState::Evidence);
    assert_eq!(find("art.9").1, OwedState::Nothing, "core-1 is of the same spirit only");
    assert_eq!(find("art.49").1, OwedState::PledgedOnly);
    assert_eq!(find("art.14").1, OwedState::Nothing);
    assert_eq!(find("art.50(1)").1, OwedState::PledgedOnly);
    assert_eq!(find("art.9").2, "2027-12-02", "the date is the law's, not the pledge's");
    assert!(!owed.iter().any(|(at, ..)| at == "art.27"), "a duty of deployers");
}

#[test]
fn with_a_register_only_what_its_systems_bring_is_owed() {
    let mut chat = system("chat", "Meta", Part::Provides, &[]);
    let mut add = |provision: &str, stands| {
        chat.duties.insert(provision.to_owned(), Brings { stands, effective: None });
    };
    add("art.4", Stands::Owed);
    add("art.50(1)", Stands::Legacy);
    add("art.26(1)", Stands::Owed);
    let provisions = |systems| -> Vec<String> {
        owed_states(PACT, Some(systems)).into_iter().map(|(at, ..)| at).collect()
    };
    assert_eq!(provisions(vec![chat.clone()]), ["art.4", "art.50(1)"]);
    chat.duties.insert("art.9".to_owned(), Brings { stands: Stands::Open, effective: None });
    assert_eq!(provisions(vec![chat]), ["art.4", "art.9", "art.50(1)"], "open is not a no");
}

/// What is not pledged is not called pledged, and what evidence shows of it is told.
#[test]
fn who_has_not_pledged_owes_no_promise() {
    let text = PACT.replace("roles:", "pledged: no\nroles:");
    let owed = owed_states(&text, None);
    let find = |provision: &str| owed.iter().find(|(at, ..)| at == provision).unwrap().1;
    assert_eq!(find("art.49"), OwedState::GatheredOnly);
    assert_eq!(find("art.50(1)").words(), "not pledged, nothing shows it");
    assert_eq!(find("art.4"), OwedState::ByCommitment);
    assert!(owed.iter().all(|(_, state, _)| *state != OwedState::PledgedOnly));
    let met = |text: &str| {
        gap_on(text, "2026-11-21", None, |found| {
            found.met.iter().map(|at| at.commitment.id.clone()).collect::<Vec<_>>()
        })
    };
    assert_eq!(met(&text), ["core-3", "dev-2"], "listed and not taken");
    assert_eq!(met(PACT), ["dev-2"]);
}

/// Article 4 asks for less since the amendment is in force; until then nobody is told so.
#[test]
fn a_duty_is_worded_as_the_act_words_it_on_the_day() {
    let literacy = |on: &str| {
        gap_on(PACT, on, None, |found| {
            let found = found.owed.iter().find(|at| at.duty.provision == "art.4").unwrap();
            found.says.to_owned()
        })
    };
    assert!(literacy("2026-06-01").contains("sufficient"), "{}", literacy("2026-06-01"));
    assert!(literacy("2026-07-26").contains("sufficient"));
    assert_eq!(literacy("2026-07-27"), "support the AI literacy of staff and helpers");
}

/// A system that nobody is named for may be one's own or not, so it is neither listed nor lost.
#[test]
fn a_gap_counts_apart_what_may_be_anybodys() {
    let brings = |id: &str, organisation: &str| {
        let mut system = system(id, organisation, Part::Provides, &[]);
        let owed = Brings { stands: Stands::Owed, effective: None };
        system.duties.insert("art.9".to_owned(), owed);
        system
    };
    let found = |systems| {
        gap_on(PACT, "2026-11-21", Some(systems), |found| {
            let row = |at: &Owed| {
                let because = at.because.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
                (because.join(" "), at.unstated)
            };
            found.owed.iter().map(row).collect::<Vec<_>>()
        })
    };
    let check = |systems, because: &str, unstated| {
        assert_eq!(found(systems), [(because.to_owned(), unstated)]);
    };
    check(vec![brings("a", "Meta"), brings("b", ""), brings("c", "City")], "a", 1);
    check(vec![brings("b", ""), brings("c", "City")], "", 1);
    check(vec![brings("a", ""), brings("b", "")], "a b", 0);
    assert!(found(vec![brings("c", "City")]).is_empty());
}

#[test]
fn evidence_of_who_has_not_pledged_meets_commitments() {
    let text = "format: 1\norganisation: Apple\ninstrument: ai-pact\npledged: no\nevidence:\n  - {for: [art.9, art.15], says: s, url: 'https://a.example/', by: A, at: 2025-01-01}\n  - {for: [core-3], says: s, url: 'https://a.example/', by: A, at: 2025-01-01}\n  - {for: [art.12], says: s, url: 'https://a.example/', by: A, at: 2025-01-01}\n";
    let pacts = pacts();
    let (pledge, findings) = pledge(&pacts, text);
    assert!(findings.is_empty(), "{findings:?}");
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let view = View::new(&pack, today(), today()).unwrap();
    let found = gap(&pacts, &pledge, &view, None, |_| true);
    let met: Vec<&str> = found.met.iter().map(|at| at.commitment.id.as_str()).collect();
    assert_eq!(met, ["core-3", "dev-1", "dev-5"], "dev-3 also asks for Article 19");
    assert!(found.met[0].for_itself && !found.met[1].for_itself);
}

#[test]
fn a_new_pledge_reads_back_without_a_finding() {
    let pacts = pacts();
    for instrument in &pacts.instruments {
        let chosen: Vec<&str> = instrument.commitments.iter().map(|at| at.id.as_str()).collect();
        for pledged in [Pledged::Yes, Pledged::No] {
            let text = new_pledge(&pacts, instrument, "PwC", pledged, &chosen);
            let (read, findings) = pledge(&pacts, &text);
            assert!(findings.is_empty(), "{findings:?}");
            assert_eq!(read.promises.len(), chosen.len());
        }
    }
    let core =
        new_pledge(&pacts, &pacts.instruments[0], "a \"b\"\n: c\\", Pledged::Yes, &["dev-1"]);
    let (read, findings) = pledge(&pacts, &core);
    assert_eq!(codes(&findings), ["name-unresolved"]);
    assert_eq!(read.organisation, "a \"b\" : c\\");
    assert_eq!(read.promises.len(), 4);
    assert!(core.contains("UNSURE"));
}
