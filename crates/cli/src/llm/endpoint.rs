//! The one place from which anything leaves this machine: an endpoint that a command names.

use std::env;
use std::io;
use std::thread::sleep;
use std::time::Duration;

use actlas_text::model::{Answer, Model, ModelError, Request, Tokens, one_line};
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use ureq::Agent;
use ureq::http::Uri;
use ureq::http::uri::Scheme;

/// The environment variable that holds the key.
const KEY: &str = "ACTLAS_LLM_KEY";
/// What stands before the key in its header.
const BEARER: &str = "Bearer ";
/// Most letters of a refusal that are shown.
const MAX_REASON: usize = 200;
/// Largest answer that is read.
const MAX_ANSWER_BYTES: u64 = 1 << 20;
/// How long to wait before each further try.
const PAUSES: &[Duration] = &[Duration::from_millis(300), Duration::from_millis(1500)];

/// What is asked for beside the words. Some endpoints refuse a temperature, some a schema; whoever refuses
/// one is asked in the next manner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    ZeroAndSchema,
    Schema,
    Zero,
    Plain,
}

impl Manner {
    const ALL: [Manner; 4] = [Manner::ZeroAndSchema, Manner::Zero, Manner::Schema, Manner::Plain];

    fn add_to(self, body: &mut Map<String, Value>, schema: &Value) {
        if matches!(self, Manner::ZeroAndSchema | Manner::Zero) {
            body.insert("temperature".to_owned(), json!(0));
        }
        if matches!(self, Manner::ZeroAndSchema | Manner::Schema) {
            let named = json!({"name": "answer", "strict": true, "schema": schema});
            let format = json!({"type": "json_schema", "json_schema": named});
            body.insert("response_format".to_owned(), format);
        }
    }
}

/// What says that a request cannot be understood, which a later manner may change.
const NOT_UNDERSTOOD: [u16; 2] = [400, 422];

pub struct Endpoint {
    agent: Agent,
    address: String,
    model: String,
    /// The value of the header, never printed.
    authorization: Option<String>,
    /// The manner in which it answered, if it has.
    manner: Option<Manner>,
}

impl Endpoint {
    pub fn new(url: &str, model: &str, timeout: Duration) -> Result<Endpoint> {
        let address = address(url)?;
        let key = match env::var(KEY) {
            Ok(key) => key.trim().to_owned(),
            Err(env::VarError::NotPresent) => String::new(),
            Err(env::VarError::NotUnicode(_)) => bail!("{KEY} holds no text"),
        };
        if !key.chars().all(|at| at.is_ascii_graphic()) {
            bail!("{KEY} holds characters that no key has");
        }
        if !key.is_empty() && is_in_clear(&address) {
            bail!("{KEY} would travel unencrypted to `{}`; use https, or unset it", host(&address));
        }
        // No redirect is followed: texts go to the address that was named and nowhere else.
        let mut config = Agent::config_builder();
        if is_here(&address) {
            // What is meant for this machine does not take the way over a proxy.
            config = config.proxy(None);
        }
        let agent = config
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("actlas/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Endpoint {
            agent,
            address,
            model: model.to_owned(),
            authorization: (!key.is_empty()).then(|| format!("{BEARER}{key}")),
            manner: None,
        })
    }

    fn post(&self, request: &Request, manner: Manner) -> Result<Answer, ModelError> {
        let mut body = json!({
            "model": self.model,
            "messages": [
                {"role": "system", "content": request.instructions},
                {"role": "user", "content": request.material},
            ],
            "stream": false,
        });
        if let Some(body) = body.as_object_mut() {
            manner.add_to(body, &request.schema);
        }
        let mut post = self.agent.post(&self.address).header("content-type", "application/json");
        if let Some(value) = &self.authorization {
            post = post.header("authorization", value);
        }
        let mut response = post.send(body.to_string()).map_err(|error| said(&error))?;
        let status = response.status().as_u16();
        let limited = response.body_mut().with_config().limit(MAX_ANSWER_BYTES);
        let bytes = limited.read_to_vec();
        if status != 200 {
            let says = bytes.ok().and_then(|bytes| self.reason(&bytes)).unwrap_or_default();
            return Err(ModelError::Refused { status, says });
        }
        let bytes = bytes.map_err(|error| said(&error))?;
        answer(&bytes).ok_or(ModelError::Unreadable)
    }

    /// Why an endpoint refuses, as most of them say it, without the key that some repeat.
    fn reason(&self, bytes: &[u8]) -> Option<String> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let places = ["/error/message", "/error", "/message", "/detail"];
        let said = places.iter().find_map(|at| value.pointer(at)?.as_str())?;
        let key = self.authorization.as_deref().and_then(|at| at.strip_prefix(BEARER));
        let said = key.map_or(said.to_owned(), |key| said.replace(key, "…"));
        Some(one_line(&said.replace('`', "'"), MAX_REASON))
    }

    /// The same, tried again where the reason may pass.
    fn post_again(&self, request: &Request, manner: Manner) -> Result<Answer, ModelError> {
        let mut done = self.post(request, manner);
        for pause in PAUSES {
            match &done {
                Err(error) if error.may_pass() => {
                    sleep(*pause);
                    done = self.post(request, manner);
                }
                _ => break,
            }
        }
        done
    }
}

impl Model for Endpoint {
    fn name(&self) -> &str {
        &self.model
    }

    fn ask(&mut self, request: &Request) -> Result<Answer, ModelError> {
        // Once it has answered in a manner, a refusal is about the words.
        let manners = self.manner.map_or(Manner::ALL.to_vec(), |known| vec![known]);
        let mut done = Err(ModelError::Unreadable);
        for manner in manners {
            done = self.post_again(request, manner);
            match &done {
                Ok(_) => self.manner = Some(manner),
                Err(ModelError::Refused { status, .. }) if NOT_UNDERSTOOD.contains(status) => {
                    continue;
                }
                Err(_) => {}
            }
            break;
        }
        done
    }
}

/// What a chat endpoint sends: the first choice, and what was counted.
fn answer(bytes: &[u8]) -> Option<Answer> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let text = value.pointer("/choices/0/message/content")?.as_str()?.to_owned();
    let count = |at: &str| value.pointer(at).and_then(Value::as_u64).unwrap_or_default();
    let tokens =
        Tokens { read: count("/usage/prompt_tokens"), written: count("/usage/completion_tokens") };
    Some(Answer { text, tokens })
}

fn said(error: &ureq::Error) -> ModelError {
    match error {
        ureq::Error::Timeout(_) => ModelError::TimedOut,
        ureq::Error::BodyExceedsLimit(_) => ModelError::TooLarge,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => ModelError::TimedOut,
        other => ModelError::Unreachable(other.to_string()),
    }
}

/// The address of the chat endpoint behind what was typed: a host, a base such as `…/v1`, or all of it.
fn address(url: &str) -> Result<String> {
    let parsed: Uri = url
        .parse()
        .ok()
        .with_context(|| format!("`{}` is no address", crate::style::plain(url)))?;
    let known = matches!(parsed.scheme_str(), Some("http" | "https"));
    let Some(authority) = parsed.authority().filter(|_| known) else {
        bail!(
            "`{}` is no address; write it as https://host/v1 or http://localhost:8080/v1",
            crate::style::plain(url)
        );
    };
    if authority.as_str().contains('@') {
        bail!("the address of the model holds a name or password; set {KEY} instead");
    }
    if parsed.query().is_some() {
        return Ok(url.to_owned());
    }
    let base = url.trim_end_matches('/');
    Ok(match parsed.path().trim_end_matches('/') {
        "" => format!("{base}/v1/chat/completions"),
        path if path.ends_with("/chat/completions") => base.to_owned(),
        _ => format!("{base}/chat/completions"),
    })
}

/// The host of an address, to show.
pub fn host(address: &str) -> String {
    let parsed: Option<Uri> = address.parse().ok();
    let authority = parsed.as_ref().and_then(Uri::authority);
    authority.map(|at| at.as_str().to_owned()).unwrap_or_default()
}

/// Whether what is sent can be read on its way. On this machine there is no way.
fn is_in_clear(address: &str) -> bool {
    let scheme = address.parse::<Uri>().ok().and_then(|at| at.scheme().cloned());
    scheme != Some(Scheme::HTTPS) && !is_here(address)
}

/// Whether an address is on this machine.
fn is_here(address: &str) -> bool {
    let parsed: Option<Uri> = address.parse().ok();
    let host = parsed.as_ref().and_then(Uri::host);
    host.is_some_and(|at| ["localhost", "127.0.0.1", "[::1]"].contains(&at))
}

#[cfg(test)]
mod tests {
    use super::{address, answer, is_in_clear};

    #[test]
    fn addresses_are_completed() {
        let cases = [
            ("http://localhost:8080", Some("http://localhost:8080/v1/chat/completions")),
            ("https://api.example/v1/", Some("https://api.example/v1/chat/completions")),
            (
                "https://a.example/v1/chat/completions",
                Some("https://a.example/v1/chat/completions"),
            ),
            ("https://a.example/x?version=1", Some("https://a.example/x?version=1")),
            ("ftp://a.example", None),
            ("localhost:8080", None),
            ("https://me:secret@a.example/v1", None),
            ("", None),
        ];
        for (typed, wanted) in cases {
            assert_eq!(address(typed).ok().as_deref(), wanted, "{typed}");
        }
    }

    #[test]
    fn a_key_is_not_sent_in_clear() {
        assert!(is_in_clear("http://models.example/v1"));
        assert!(!is_in_clear("https://models.example/v1"));
        assert!(!is_in_clear("http://localhost:8080/v1"));
        assert!(!is_in_clear("http://127.0.0.1:8080/v1"));
    }

    #[test]
    fn an_answer_needs_words_and_not_a_count() {
        let said = |text: &str| answer(text.as_bytes()).map(|at| (at.text, at.tokens.read));
        let whole = r#"{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":7}}"#;
        assert_eq!(said(whole), Some(("a".to_owned(), 7)));
        assert_eq!(said(r#"{"choices":[{"message":{"content":"a"}}]}"#), Some(("a".to_owned(), 0)));
        assert_eq!(said(r#"{"choices":[{"message":{"content":null}}]}"#), None);
        assert_eq!(said(r#"{"choices":[]}"#), None);
        assert_eq!(answer(b"{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}"), None);
    }
}
