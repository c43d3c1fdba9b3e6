//! An endpoint of our own, on this machine: it reads a request and says what a test wants it to say.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What it answers.
pub enum Reply {
    /// The words of the model, as an endpoint sends them.
    Says(String),
    /// A status and a body.
    Raw(u16, Vec<u8>),
    /// Another address.
    Elsewhere(String),
    /// Nothing, for so long.
    Waits(Duration),
}

/// A request as it came.
#[derive(Clone)]
pub struct Asked {
    pub head: String,
    pub body: Value,
}

impl Asked {
    /// The texts of the record, or of the article, that it is about.
    pub fn material(&self) -> &str {
        self.body["messages"][1]["content"].as_str().unwrap()
    }
}

pub struct Server {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// A server that answers each request as told, one after the other.
    pub fn new(answer: impl Fn(&Asked) -> Reply + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let Some(request) = read(&mut stream) else { continue };
                kept.lock().unwrap().push(request.clone());
                let _ = write(&mut stream, answer(&request));
            }
        });
        Server { at, asked }
    }

    /// One that says the same to everybody.
    pub fn saying(words: impl ToString) -> Server {
        let words = words.to_string();
        Server::new(move |_| Reply::Says(words.clone()))
    }

    pub fn url(&self) -> String {
        format!("http://{}/v1", self.at)
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let got = stream.read(&mut part).ok()?;
        if got == 0 {
            return None;
        }
        bytes.extend_from_slice(&part[..got]);
        let Some(end) = bytes.windows(4).position(|at| at == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_string();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap())
        });
        let length: usize = length.unwrap();
        if bytes.len() >= end + 4 + length {
            let body = serde_json::from_slice(&bytes[end + 4..]).unwrap();
            return Some(Asked { head, body });
        }
    }
}

fn write(stream: &mut TcpStream, reply: Reply) -> std::io::Result<()> {
    let (status, extra, body) = match reply {
        Reply::Says(words) => {
            let body = json!({
                "choices": [{"message": {"role": "assistant", "content": words}}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 10},
            });
            (200, String::new(), body.to_string().into_bytes())
        }
        Reply::Raw(status, body) => (status, String::new(), body),
        Reply::Elsewhere(url) => (302, format!("location: {url}\r\n"), Vec::new()),
        Reply::Waits(time) => {
            thread::sleep(time);
            return Ok(());
        }
    };
    write!(
        stream,
        "HTTP/1.1 {status} said\r\ncontent-type: application/json\r\n{extra}content-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}
