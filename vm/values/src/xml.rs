//! XML values (spec 5.3.2): sequences of items.
//!
//! ```text
//! XmlElement  [header | name | attributes | children]    name a string, attributes a map<string>, children xml
//! XmlComment  [header | content]
//! XmlPi       [header | target | content]
//! XmlText     [header | characters]                      never empty
//! XmlSeq      array of items                              none, or two and more; no two texts in a row
//! ```
//! A sequence of one item is that item. Names are expanded (`{uri}local`), and namespace declarations are attributes
//! in the namespace [`XMLNS_URI`]. Where the header of other values has a type id, that of an item says whether the
//! item is immutable; the attributes and children of an immutable element are immutable too.
//!
//! Elements nest as deeply as a program likes, so nothing here recurses over them.

use gc_heap::object::{self, ARRAY_HEADER};
use semtypes::{Ty, TyKind};

use crate::types::TypeId;
use crate::word::{Sort, Word, meta};
use crate::world::{Fail, Result, World};

/// Namespace of the attributes that declare namespaces; `xmlns="…"` itself is the attribute `{…}xmlns`.
pub const XMLNS_URI: &str = "http://www.w3.org/2000/xmlns/";
/// Namespace that the prefix `xml` stands for.
pub const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";

const NAME: usize = 1;
const ATTRIBUTES: usize = 2;
const CHILDREN: usize = 3;
const READONLY: u32 = 1;

/// Splits an expanded name into namespace and local name.
pub fn split_name(name: &str) -> (Option<&str>, &str) {
    match name.strip_prefix('{').and_then(|rest| rest.rsplit_once('}')) {
        Some((uri, local)) => (Some(uri), local),
        None => (None, name),
    }
}

impl World {
    // ---- construction ----

    /// The sequence of no items.
    pub fn xml_empty(&mut self) -> Word {
        // SAFETY: an array without elements.
        Word(unsafe { self.heap.alloc_array(meta(Sort::XmlSeq, 0), true, 0) } as u64)
    }

    /// The text item of a string; of the empty string, the empty sequence.
    pub fn xml_text_new(&mut self, s: Word) -> Result<Word> {
        match self.str_len(s) {
            None => Err(Fail::Bug("xml text of a non-string")),
            Some(0) => Ok(self.xml_empty()),
            Some(_) => Ok(self.xml_slots(Sort::XmlText, READONLY, &[s])),
        }
    }

    /// A comment of a content string.
    pub fn xml_comment(&mut self, content: Word, readonly: bool) -> Word {
        self.xml_slots(Sort::XmlComment, readonly as u32, &[content])
    }

    /// A processing instruction.
    pub fn xml_pi(&mut self, target: Word, content: Word, readonly: bool) -> Word {
        self.xml_slots(Sort::XmlPi, readonly as u32, &[target, content])
    }

    /// An element. `attributes` is a map of type [`World::xml_attributes_type`], `children` an xml value; both are
    /// immutable when the element is.
    pub fn xml_element(&mut self, name: Word, attributes: Word, children: Word, readonly: bool) -> Word {
        self.xml_slots(Sort::XmlElement, readonly as u32, &[name, attributes, children])
    }

    fn xml_slots(&mut self, sort: Sort, flags: u32, slots: &[Word]) -> Word {
        let mark = self.heap.handle_mark();
        for s in slots {
            self.heap.push_handle(s.0);
        }
        // SAFETY: every slot is filled right after.
        unsafe {
            let p = self.heap.alloc(meta(sort, flags), slots.len(), slots.len() + 1);
            for i in 0..slots.len() {
                *p.add(1 + i) = self.heap.handle(mark + i);
            }
            self.heap.pop_handles(mark);
            Word(p as u64)
        }
    }

    /// Inherent type of the attributes of an element.
    pub fn xml_attributes_type(&self, readonly: bool) -> TypeId {
        let map = Ty::map(Ty::string());
        self.types.intern(if readonly { Ty::intersection([map, Ty::readonly()]) } else { map })
    }

    /// The concatenation of what the handles from `first` on hold, which are released: xml values and strings
    /// (spec 6.23). Texts that meet are joined.
    pub fn xml_concat(&mut self, first: usize) -> Result<Word> {
        let end = self.heap.handle_mark();
        let mut join = Join { end, last_is_text: false, text: String::new() };
        for h in first..end {
            let w = Word(self.heap.handle(h));
            if self.as_str(w).is_some() {
                let w = self.xml_text_new(w)?;
                join.add(self, w)?;
                continue;
            }
            let n = self.xml_len(w).ok_or(Fail::Bug("xml concatenation of another value"))?;
            for i in 0..n {
                if let Some(item) = self.xml_item(Word(self.heap.handle(h)), i) {
                    join.add(self, item)?;
                }
            }
        }
        join.flush(self)?;
        let w = self.xml_from_items(end);
        self.heap.pop_handles(first);
        Ok(w)
    }

    /// The sequence of the items at the handles from `first` on.
    fn xml_from_items(&mut self, first: usize) -> Word {
        let n = self.heap.handle_mark() - first;
        if n == 1 {
            return Word(self.heap.handle(first));
        }
        // SAFETY: the array has room for all; a large one is old from the start, hence the barrier.
        unsafe {
            let p = self.heap.alloc_array(meta(Sort::XmlSeq, 0), true, n);
            for i in 0..n {
                *p.add(ARRAY_HEADER + i) = self.heap.handle(first + i);
            }
            self.heap.barrier(p);
            Word(p as u64)
        }
    }

    /// The sequence of items that stand in an xml value or below one: no allocation happened since they were read.
    /// Texts that have come to stand together are joined.
    pub fn xml_of_items(&mut self, items: &[Word]) -> Result<Word> {
        let mark = self.heap.handle_mark();
        for w in items {
            self.heap.push_handle(w.0);
        }
        self.xml_concat(mark)
    }

    // ---- parts ----

    /// Number of items; `None` when the value is not xml.
    pub fn xml_len(&self, w: Word) -> Option<usize> {
        match w.sort()? {
            // SAFETY: an array has its size in words in word 1.
            Sort::XmlSeq => Some(unsafe { object::size(w.ptr()) } - ARRAY_HEADER),
            s if s.is_xml() => Some(1),
            _ => None,
        }
    }

    /// Item `i` of an xml value.
    pub fn xml_item(&self, w: Word, i: usize) -> Option<Word> {
        if i >= self.xml_len(w)? {
            return None;
        }
        // SAFETY: `i` is below the number of elements.
        Some(if w.is_sort(Sort::XmlSeq) { Word(unsafe { *w.ptr().add(ARRAY_HEADER + i) }) } else { w })
    }

    /// All items of an xml value.
    pub fn xml_items(&self, w: Word) -> impl Iterator<Item = Word> + '_ {
        (0..).map_while(move |i| self.xml_item(w, i))
    }

    fn xml_slot(&self, w: Word, sort: Sort, i: usize) -> Option<Word> {
        // SAFETY: the sort says how many slots there are; callers ask for one of them.
        w.is_sort(sort).then(|| Word(unsafe { *w.ptr().add(i) }))
    }

    /// Name of an element, a string.
    pub fn xml_name(&self, w: Word) -> Option<Word> {
        self.xml_slot(w, Sort::XmlElement, NAME)
    }

    /// Name of an element as text; `None` for other items.
    pub fn xml_name_text(&self, w: Word) -> Option<&str> {
        self.as_str(self.xml_name(w)?)
    }

    pub fn xml_attributes(&self, w: Word) -> Option<Word> {
        self.xml_slot(w, Sort::XmlElement, ATTRIBUTES)
    }

    pub fn xml_children(&self, w: Word) -> Option<Word> {
        self.xml_slot(w, Sort::XmlElement, CHILDREN)
    }

    /// Content of a comment, a text or a processing instruction, a string.
    pub fn xml_content(&self, w: Word) -> Option<Word> {
        match w.sort()? {
            s @ (Sort::XmlComment | Sort::XmlText) => self.xml_slot(w, s, 1),
            s @ Sort::XmlPi => self.xml_slot(w, s, 2),
            _ => None,
        }
    }

    pub fn xml_target(&self, w: Word) -> Option<Word> {
        self.xml_slot(w, Sort::XmlPi, 1)
    }

    /// Attributes of an element: names and values.
    pub fn xml_attribute_list(&self, w: Word) -> Vec<(&str, &str)> {
        let Some(map) = self.xml_attributes(w).filter(|m| m.is_sort(Sort::Map)) else { return Vec::new() };
        (0..self.map_entries(map))
            .map(|i| {
                let (k, v) = self.map_entry(map, i);
                (self.as_str(k).unwrap_or(""), self.as_str(v).unwrap_or(""))
            })
            .collect()
    }

    /// Value of an attribute of an element.
    pub fn xml_attribute(&self, w: Word, name: &str) -> Option<Word> {
        let map = self.xml_attributes(w).filter(|m| m.is_sort(Sort::Map))?;
        self.map_value(map, name)
    }

    /// Whether a value is immutable (spec 5.3.2): texts are, and a sequence is when all of its items are.
    pub fn xml_readonly(&self, w: Word) -> bool {
        self.xml_items(w).all(|i| self.xml_item_readonly(i))
    }

    fn xml_item_readonly(&self, w: Word) -> bool {
        // SAFETY: an item, whose header says it.
        w.is_sort(Sort::XmlText) || unsafe { w.type_id() } == READONLY
    }

    // ---- updates ----

    fn xml_mutable(&self, w: Word) -> Result<()> {
        if self.xml_item_readonly(w) {
            return Err(Fail::Panic(
                "{ballerina/lang.xml}InvalidUpdate",
                "modification not allowed on readonly value".into(),
            ));
        }
        Ok(())
    }

    pub fn xml_set_name(&mut self, w: Word, name: Word) -> Result<()> {
        self.xml_put(w, NAME, name)
    }

    /// Replaces the children of an element; panics when the element would come to contain itself.
    pub fn xml_set_children(&mut self, w: Word, children: Word) -> Result<()> {
        if self.xml_contains(children, w) {
            return Err(Fail::Panic("{ballerina/lang.xml}XMLOperationError", "cycle detected".into()));
        }
        self.xml_put(w, CHILDREN, children)
    }

    fn xml_put(&mut self, w: Word, slot: usize, v: Word) -> Result<()> {
        if !w.is_sort(Sort::XmlElement) {
            return Err(Fail::Bug("xml update of a value that is not an element"));
        }
        self.xml_mutable(w)?;
        // SAFETY: an element has the slot; nothing is allocated before the barrier.
        unsafe {
            *w.ptr().add(slot) = v.0;
            self.heap.barrier(w.ptr());
        }
        Ok(())
    }

    // ---- walks ----

    /// Every item of a value and, after each element, the items below it: document order.
    pub fn xml_descend(&self, w: Word) -> Vec<Word> {
        let mut out = Vec::new();
        let mut open = vec![(w, 0)];
        while let Some((seq, i)) = open.last_mut() {
            let Some(item) = self.xml_item(*seq, *i) else {
                open.pop();
                continue;
            };
            *i += 1;
            out.push(item);
            if let Some(children) = self.xml_children(item) {
                open.push((children, 0));
            }
        }
        out
    }

    fn xml_contains(&self, w: Word, element: Word) -> bool {
        self.xml_descend(w).contains(&element)
    }

    /// The character data of a value (lang.xml `data`).
    pub fn xml_data(&self, w: Word) -> String {
        let texts = self.xml_descend(w).into_iter().filter(|i| i.is_sort(Sort::XmlText));
        texts.filter_map(|t| self.as_str(self.xml_content(t)?)).collect()
    }

    // ---- equality ----

    /// `==`: items of one kind in the same order, attributes in any order (spec 5.5).
    pub fn xml_eq(&self, a: Word, b: Word) -> bool {
        let mut work = vec![(a, b)];
        while let Some((a, b)) = work.pop() {
            if a == b {
                continue;
            }
            if self.xml_len(a) != self.xml_len(b) {
                return false;
            }
            for (x, y) in self.xml_items(a).zip(self.xml_items(b)) {
                if x.sort() != y.sort() || !self.xml_heads_eq(x, y) {
                    return false;
                }
                if let (Some(c), Some(d)) = (self.xml_children(x), self.xml_children(y)) {
                    work.push((c, d));
                }
            }
        }
        true
    }

    /// Two items of one kind, but for their children.
    fn xml_heads_eq(&self, a: Word, b: Word) -> bool {
        let text = |w: Option<Word>| w.and_then(|w| self.as_str(w));
        if !a.is_sort(Sort::XmlElement) {
            return text(self.xml_content(a)) == text(self.xml_content(b))
                && text(self.xml_target(a)) == text(self.xml_target(b));
        }
        let (x, y) = (self.xml_attribute_list(a), self.xml_attribute_list(b));
        self.xml_name_text(a) == self.xml_name_text(b)
            && x.len() == y.len()
            && x.iter().all(|(k, v)| text(self.xml_attribute(b, k)) == Some(*v))
    }

    /// `===`: the same elements, comments and processing instructions, and equal texts; sequences themselves have no
    /// identity.
    pub(crate) fn xml_same(&self, a: Word, b: Word) -> bool {
        let text = |w: Word| self.xml_content(w).and_then(|c| self.as_str(c));
        self.xml_len(a) == self.xml_len(b)
            && self.xml_items(a).zip(self.xml_items(b)).all(|(x, y)| {
                x == y || x.is_sort(Sort::XmlText) && y.is_sort(Sort::XmlText) && text(x) == text(y)
            })
    }

    // ---- types ----

    fn xml_item_ty(&self, w: Word) -> Ty {
        let ty = Ty::new(match w.sort() {
            Some(Sort::XmlElement) => TyKind::XmlElement,
            Some(Sort::XmlComment) => TyKind::XmlComment,
            Some(Sort::XmlPi) => TyKind::XmlProcessingInstruction,
            _ => return Ty::new(TyKind::XmlText),
        });
        if self.xml_item_readonly(w) { Ty::intersection([ty, Ty::readonly()]) } else { ty }
    }

    /// Types of the items of a value, each once.
    fn xml_item_tys(&self, w: Word) -> Vec<Ty> {
        let mut kinds = Vec::new();
        for i in self.xml_items(w) {
            let t = self.xml_item_ty(i);
            if !kinds.contains(&t) {
                kinds.push(t);
            }
        }
        kinds.sort_by_key(|t| t.to_string());
        kinds
    }

    /// The type of a value as messages show it.
    pub(crate) fn xml_ty(&self, w: Word) -> Ty {
        if self.xml_len(w) == Some(1) {
            return self.xml_item_ty(w);
        }
        Ty::new(TyKind::Xml(Some(Ty::union(self.xml_item_tys(w)))))
    }

    /// The type that tells a value from all that `xml<T>` can: what kinds its items have, and for a sequence of
    /// several that it is one.
    pub(crate) fn xml_shape_ty(&self, w: Word) -> Ty {
        let all = self.xml_ty(w);
        if self.xml_len(w).is_none_or(|n| n < 2) {
            return all;
        }
        let kinds = self.xml_item_tys(w);
        let smaller = kinds.iter().map(|k| {
            let others = kinds.iter().copied().filter(|o| o != k);
            Ty::union([*k, Ty::new(TyKind::Xml(Some(Ty::union(others))))])
        });
        Ty::diff(all, Ty::union(smaller))
    }
}

/// Items being joined, at the handles from `end` on.
struct Join {
    end: usize,
    last_is_text: bool,
    /// The characters of a run of texts; empty when the run is the one text at the last handle.
    text: String,
}

impl Join {
    fn add(&mut self, world: &mut World, item: Word) -> Result<()> {
        if world.xml_len(item) == Some(0) {
            return Ok(());
        }
        if !item.is_sort(Sort::XmlText) {
            let h = world.heap.push_handle(item.0);
            return if self.text.is_empty() {
                self.last_is_text = false;
                Ok(())
            } else {
                self.flush_before(world, h)
            };
        }
        let characters = |world: &World, w: Word| {
            world.xml_content(w).and_then(|c| world.as_str(c)).unwrap_or("").to_string()
        };
        if !self.text.is_empty() {
            self.text.push_str(&characters(world, item));
        } else if self.last_is_text {
            let last = world.heap.handle_mark() - 1;
            self.text = characters(world, Word(world.heap.handle(last))) + &characters(world, item);
            world.heap.pop_handles(last);
        } else {
            world.heap.push_handle(item.0);
            self.last_is_text = true;
        }
        Ok(())
    }

    /// Puts the run of texts before the item at the last handle `h`.
    fn flush_before(&mut self, world: &mut World, h: usize) -> Result<()> {
        let text = world.str(&std::mem::take(&mut self.text));
        let text = world.xml_text_new(text)?;
        let item = world.heap.handle(h);
        world.heap.set_handle(h, text.0);
        world.heap.push_handle(item);
        self.last_is_text = false;
        Ok(())
    }

    /// Ends the last run of texts.
    fn flush(&mut self, world: &mut World) -> Result<()> {
        debug_assert!(world.heap.handle_mark() >= self.end);
        if !self.text.is_empty() {
            let text = world.str(&std::mem::take(&mut self.text));
            let text = world.xml_text_new(text)?;
            world.heap.push_handle(text.0);
        }
        Ok(())
    }
}
