use std::collections::HashMap;
use std::fmt::Write;

enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    String(String),
    Array(Vec<Json>),
    Object(HashMap<String, Json>),
}

fn render_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => write!(out, "\\u{:04x}", c as u32).unwrap(),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn render(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(b) => write!(out, "{b}").unwrap(),
        Json::Int(n) => write!(out, "{n}").unwrap(),
        Json::Float(x) => write!(out, "{x}").unwrap(),
        Json::String(s) => render_string(s, out),
        Json::Array(members) => {
            out.push('[');
            for (i, member) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                render(member, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (i, (key, member)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                render_string(key, out);
                out.push(':');
                render(member, out);
            }
            out.push('}');
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn peek(&mut self) -> u8 {
        while self.text.as_bytes()[self.at] <= b' ' {
            self.at += 1;
        }
        self.text.as_bytes()[self.at]
    }

    fn parse(&mut self) -> Json {
        match self.peek() {
            b'{' => self.object(),
            b'[' => self.array(),
            b'"' => Json::String(self.string()),
            b't' => self.word(4, Json::Bool(true)),
            b'f' => self.word(5, Json::Bool(false)),
            b'n' => self.word(4, Json::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, length: usize, value: Json) -> Json {
        self.at += length;
        value
    }

    fn number(&mut self) -> Json {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !"+-.eE0123456789".contains(c)).unwrap_or(rest.len());
        self.at += end;
        match rest[..end].parse() {
            Ok(n) => Json::Int(n),
            Err(_) => Json::Float(rest[..end].parse().unwrap()),
        }
    }

    fn string(&mut self) -> String {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let stop = rest.find(['"', '\\']).unwrap();
            out.push_str(&rest[..stop]);
            self.at += stop + 1;
            if rest.as_bytes()[stop] == b'"' {
                return out;
            }
            out.push(self.unescape());
        }
    }

    fn unescape(&mut self) -> char {
        self.at += 1;
        match self.text.as_bytes()[self.at - 1] {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 4;
                char::from_u32(u32::from_str_radix(&self.text[self.at - 4..self.at], 16).unwrap()).unwrap()
            }
            c => c as char,
        }
    }

    fn array(&mut self) -> Json {
        let mut members = Vec::new();
        self.at += 1;
        if self.peek() == b']' {
            self.at += 1;
            return Json::Array(members);
        }
        loop {
            members.push(self.parse());
            let c = self.peek();
            self.at += 1;
            if c == b']' {
                return Json::Array(members);
            }
        }
    }

    fn object(&mut self) -> Json {
        let mut members = HashMap::new();
        self.at += 1;
        if self.peek() == b'}' {
            self.at += 1;
            return Json::Object(members);
        }
        loop {
            self.peek();
            let key = self.string();
            self.peek();
            self.at += 1;
            members.insert(key, self.parse());
            let c = self.peek();
            self.at += 1;
            if c == b'}' {
                return Json::Object(members);
            }
        }
    }
}

fn document(i: i64) -> Json {
    let owner = HashMap::from([("group".into(), Json::Null), ("rank".into(), Json::Int(i % 7))]);
    let tag = |s: &str| Json::String(s.into());
    Json::Object(HashMap::from([
        ("active".into(), Json::Bool(i % 3 == 0)),
        ("id".into(), Json::Int(i)),
        ("name".into(), Json::String(format!("user {}", i % 1000))),
        ("owner".into(), Json::Object(owner)),
        ("tags".into(), Json::Array(vec![tag("red"), tag("green\n"), tag("blue"), Json::Int(i * 3)])),
    ]))
}

fn main() {
    let n: i64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let (mut ids, mut ranks, mut letters) = (0, 0, 0);
    for i in 0..n {
        let mut text = String::new();
        render(&document(i), &mut text);
        let Json::Object(doc) = Parser { text: &text, at: 0 }.parse() else { panic!() };
        let (Json::Bool(active), Json::Int(id)) = (&doc["active"], &doc["id"]) else { panic!() };
        let (Json::Object(owner), Json::Array(tags)) = (&doc["owner"], &doc["tags"]) else { panic!() };
        let (Json::Int(rank), Json::String(name)) = (&owner["rank"], &doc["name"]) else { panic!() };
        ids += if *active { *id } else { 1 };
        ranks += rank + tags.len() as i64;
        letters += name.chars().count();
    }
    println!("{ids} {ranks} {letters}");
}
