//! The path of a request as resources are matched with: its segments, decoded.

use native::{Ctx, Registry, Result, Word};
use smallvec::SmallVec;

use crate::routes::decode;
use crate::string_list;

pub const NATIVES: Registry = &[("http:matrixList", matrix_list)];

/// What segments are of: where each begins and ends in the path, which is as it came unless something in it had to be
/// decoded.
#[derive(Debug, Default)]
pub struct Path {
    decoded: Option<String>,
    spans: SmallVec<[(u32, u32); 6]>,
}

/// Some segments of a path, one after the other.
#[derive(Clone, Copy)]
pub struct Segments<'a> {
    text: &'a str,
    spans: &'a [(u32, u32)],
}

impl Path {
    /// Empty segments count for nothing, and neither do matrix parameters (`;` and what follows). `plus`: a plus sign is a
    /// space.
    pub fn new(path: &str, plus: bool) -> Path {
        let (mut spans, mut at) = (SmallVec::new(), 0);
        if !path.contains(['%', ';', '+']) {
            for s in path.split('/') {
                if !s.is_empty() {
                    spans.push((at as u32, (at + s.len()) as u32));
                }
                at += s.len() + 1;
            }
            return Path { decoded: None, spans };
        }
        let mut decoded = String::with_capacity(path.len());
        for s in path.split('/').filter(|s| !s.is_empty()) {
            let start = decoded.len() as u32;
            decoded.push_str(&decode(s.split(';').next().unwrap_or(""), plus));
            spans.push((start, decoded.len() as u32));
        }
        Path { decoded: Some(decoded), spans }
    }

    /// Whether it is as it came, without anything that stands for something else.
    pub fn is_literal(&self) -> bool {
        self.decoded.is_none()
    }

    /// Its segments; `path` is the one that it was made of.
    pub fn segments<'a>(&'a self, path: &'a str) -> Segments<'a> {
        Segments { text: self.decoded.as_deref().unwrap_or(path), spans: &self.spans }
    }
}

impl<'a> Segments<'a> {
    pub fn len(self) -> usize {
        self.spans.len()
    }

    pub fn is_empty(self) -> bool {
        self.spans.is_empty()
    }

    pub fn get(self, i: usize) -> Option<&'a str> {
        self.spans.get(i).map(|(start, end)| &self.text[*start as usize..*end as usize])
    }

    /// Those from the `n`th one on; none if there are fewer.
    pub fn from(self, n: usize) -> Segments<'a> {
        Segments { spans: self.spans.get(n..).unwrap_or_default(), ..self }
    }

    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        self.spans.iter().map(move |(start, end)| &self.text[*start as usize..*end as usize])
    }
}

/// The matrix parameters of the segment of `raw` up to which the path is `path`: names and values.
fn matrix(raw: &str, path: &str) -> Vec<[String; 2]> {
    let given = raw.split('?').next().unwrap_or("").split('/').filter(|s| !s.is_empty());
    let mut given = given.map(|s| s.split_once(';').unwrap_or((s, "")));
    let mut last = "";
    for wanted in path.split('/').filter(|s| !s.is_empty()) {
        match given.next() {
            Some((name, params)) if decode(name, true) == wanted => last = params,
            _ => return Vec::new(),
        }
    }
    let params = last.split(';').filter(|p| !p.is_empty());
    params
        .map(|p| p.split_once('=').unwrap_or((p, "")))
        .map(|(k, v)| [decode(k, true), decode(v, true)])
        .collect()
}

/// `matrixList(rawPath, path)`: names and values, one after the other.
fn matrix_list(cx: &mut Ctx<'_>) -> Result<Word> {
    let list = matrix(cx.str(0)?, cx.str(1)?);
    string_list(cx, list.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments() {
        let all =
            |text: &str| Path::new(text, false).segments(text).iter().map(str::to_string).collect::<Vec<_>>();
        assert!(all("/").is_empty() && all("").is_empty() && all("///").is_empty());
        assert_eq!(all("/a//bc/"), ["a", "bc"]);
        assert_eq!(all("/a%2Fb/c;v=1/;x/d+e"), ["a/b", "c", "", "d+e"]);
        assert_eq!(all("/1/2/3/4/5/6/7/8").len(), 8);
        let text = "/x/y/z";
        let path = Path::new(text, false);
        let rest = path.segments(text).from(1);
        assert_eq!((rest.len(), rest.get(0), rest.get(2)), (2, Some("y"), None));
        assert!(rest.from(5).is_empty());
    }
    #[test]
    fn matrix_parameters() {
        let raw = "/a;x=5;y=1,0;n/f,o%20;z=1+2%2B/c;w=2?q=1";
        let at = |path: &str| matrix(raw, path).into_iter().map(|[k, v]| k + "=" + &v).collect::<Vec<_>>();
        assert_eq!(at("/a"), ["x=5", "y=1,0", "n="]);
        assert_eq!(at("a/f,o "), ["z=1 2+"]);
        assert_eq!(at("/a/f,o /c"), ["w=2"]);
        assert!(at("/").is_empty() && at("/b").is_empty() && at("/a/f,o /c/d").is_empty());
    }
}
