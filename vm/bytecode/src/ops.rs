//! The opcode table: the one place that says which instructions exist.
//!
//! # Encoding
//!
//! An instruction is one little-endian 64-bit word, `op:8 | 0:8 | a:16 | b:16 | c:16`, low bits first.
//! Operands that need 32 bits take `b` and `c` together. Instructions flagged `ic` are followed by one
//! word that the VM uses as an inline cache: `0:48 | index:16` in the archive. The index is that of a field's name where
//! the instruction is flagged `name`, one more than that of the value's static type, or 0, where it is flagged `typed`,
//! and otherwise zero.
//!
//! # Registers
//!
//! A register is a 64-bit slot of the frame and has one kind for the whole function: `I` raw `i64`,
//! `F` raw `f64`, `B` raw boolean (0 or 1), `R` tagged word. Registers `0..nregs` are the frame's own.
//! Registers from `nregs` up are the *out area*, where the arguments of the next call are gathered and its
//! result appears: they are not scanned by the collector, so a tagged word in one of them is dead after any
//! instruction flagged `alloc` other than the call that consumes it. The verifier enforces that.
//!
//! # Operand roles
//!
//! | role | meaning |
//! |---|---|
//! | `DI DF DB DR` | destination register of that kind |
//! | `SI SF SB SR` | source register of that kind |
//! | `DX SX` | destination and source of one and the same kind |
//! | `Imm` | signed 16-bit immediate |
//! | `Imm32` | signed 32-bit immediate in `b`, `c` |
//! | `Word` | immediate tagged word: nil, false, true or absent, as the 16-bit word itself |
//! | `Kraw` | index into the raw constants |
//! | `Kref` | index into the tagged constants |
//! | `Ty` | index into the type table |
//! | `Str` | index into the string table (a field, key or method name) |
//! | `Fun` | function index in `b`, `c` |
//! | `Nat` | native import index |
//! | `Cls` | class index |
//! | `Glo` | global index (of the kind the instruction moves) |
//! | `Cnt` | a count or small number |
//! | `Win` | first register of a window of `Cnt` tagged words |
//! | `Out` | first register of the callee's window |
//! | `J16` | jump offset in words from the next instruction, in `c` |
//! | `J32` | jump offset in `b`, `c` |
//! | `Z` | unused, zero |
//!
//! # Adding an instruction
//!
//! Add a line here; write its handler (the handler table does not compile without one); if its roles say
//! everything the verifier needs, nothing else is to be done. Give it a case in the disassembly golden.

/// Calls `$m!` with the whole table.
///
/// Flags: `alloc` may allocate, hence collect and move; `panic` may raise; `term` never falls through;
/// `jump` has a jump operand; `ic` has an inline-cache word; `name` has a field's name and `typed` a type
/// in it; `call` consumes an out window.
#[macro_export]
macro_rules! for_each_op {
    ($m:ident) => {
        $m! {
            // ---- moves and constants ----
            /// `a = b`
            mov (DX, SX, Z) [];
            /// `a = imm32`
            ld_i (DI, Imm32, Z) [];
            /// `a = raw constant b` (an int that does not fit `ld_i`)
            ldk_i (DI, Kraw, Z) [];
            /// `a = raw constant b`
            ldk_f (DF, Kraw, Z) [];
            /// `a = b != 0`
            ld_b (DB, Imm, Z) [];
            /// `a = tagged immediate b`
            ld_w (DR, Word, Z) [];
            /// `a = tagged constant b`
            ldk_r (DR, Kref, Z) [];
            /// `a = global b`
            gget_i (DI, Glo, Z) [];
            gget_f (DF, Glo, Z) [];
            gget_b (DB, Glo, Z) [];
            gget_r (DR, Glo, Z) [];
            /// `global b = a`
            gset_i (SI, Glo, Z) [];
            gset_f (SF, Glo, Z) [];
            gset_b (SB, Glo, Z) [];
            gset_r (SR, Glo, Z) [];
            // ---- representation ----
            /// `a = tagged(b)`; allocates when the int needs 64 bits
            box_i (DR, SI, Z) [alloc];
            /// `a = tagged(b)`; allocates when the exponent is extreme
            box_f (DR, SF, Z) [alloc];
            box_b (DR, SB, Z) [];
            /// `a = int in b`; panics with a bad-sort error when `b` is not an int (never in verified, well-typed code)
            unbox_i (DI, SR, Z) [panic];
            unbox_f (DF, SR, Z) [panic];
            unbox_b (DB, SR, Z) [panic];
            // ---- int ----
            /// `a = b + c`, panics on overflow (spec 6.24)
            add_i (DI, SI, SI) [panic];
            sub_i (DI, SI, SI) [panic];
            mul_i (DI, SI, SI) [panic];
            /// `a = b / c`, truncated; panics on zero and on overflow (spec 6.23)
            div_i (DI, SI, SI) [panic];
            rem_i (DI, SI, SI) [panic];
            addk_i (DI, SI, Imm) [panic];
            mulk_i (DI, SI, Imm) [panic];
            /// `a = b / c` and `a = b % c` with `c > 0`
            divk_i (DI, SI, Imm) [];
            remk_i (DI, SI, Imm) [];
            neg_i (DI, SI, Z) [panic];
            and_i (DI, SI, SI) [];
            or_i (DI, SI, SI) [];
            xor_i (DI, SI, SI) [];
            not_i (DI, SI, Z) [];
            /// shift counts are masked to six bits (spec 6.25)
            shl_i (DI, SI, SI) [];
            shr_i (DI, SI, SI) [];
            ushr_i (DI, SI, SI) [];
            andk_i (DI, SI, Imm) [];
            ork_i (DI, SI, Imm) [];
            shlk_i (DI, SI, Imm) [];
            shrk_i (DI, SI, Imm) [];
            ushrk_i (DI, SI, Imm) [];
            lt_i (DB, SI, SI) [];
            le_i (DB, SI, SI) [];
            eq_i (DB, SI, SI) [];
            ne_i (DB, SI, SI) [];
            // ---- float ----
            add_f (DF, SF, SF) [];
            sub_f (DF, SF, SF) [];
            mul_f (DF, SF, SF) [];
            div_f (DF, SF, SF) [];
            rem_f (DF, SF, SF) [];
            neg_f (DF, SF, Z) [];
            sqrt_f (DF, SF, Z) [];
            abs_f (DF, SF, Z) [];
            /// `a += b * c`, rounded twice; `a` is read and written
            madd_f (SF, SF, SF) [];
            /// `a -= b * c`
            msub_f (SF, SF, SF) [];
            /// `a = a * b + c`
            mula_f (SF, SF, SF) [];
            lt_f (DB, SF, SF) [];
            le_f (DB, SF, SF) [];
            /// `==` of floats: NaN equals NaN (spec 6.29)
            eq_f (DB, SF, SF) [];
            ne_f (DB, SF, SF) [];
            i2f (DF, SI, Z) [];
            /// rounds half to even; panics when out of range (spec 6.20)
            f2i (DI, SF, Z) [panic];
            // ---- boolean ----
            not_b (DB, SB, Z) [];
            eq_b (DB, SB, SB) [];
            ne_b (DB, SB, SB) [];
            // ---- decimal (tagged operands) ----
            add_d (DR, SR, SR) [alloc panic];
            sub_d (DR, SR, SR) [alloc panic];
            mul_d (DR, SR, SR) [alloc panic];
            div_d (DR, SR, SR) [alloc panic];
            rem_d (DR, SR, SR) [alloc panic];
            neg_d (DR, SR, Z) [alloc panic];
            // ---- generic comparison of tagged words ----
            /// deep equality `==`
            eq_r (DB, SR, SR) [];
            /// `===`
            same_r (DB, SR, SR) [];
            /// ordering of two values of an ordered type (spec 5.8.6); NaN and nil compare false
            lt_r (DB, SR, SR) [];
            le_r (DB, SR, SR) [];
            // ---- branches ----
            jmp (Z, J32, Z) [jump term];
            /// a back-edge: polls, then jumps
            loop_ (Z, J32, Z) [jump term alloc panic];
            jt (SB, J32, Z) [jump];
            jf (SB, J32, Z) [jump];
            jlt_i (SI, SI, J16) [jump];
            jle_i (SI, SI, J16) [jump];
            jeq_i (SI, SI, J16) [jump];
            jne_i (SI, SI, J16) [jump];
            jltk_i (SI, Imm, J16) [jump];
            jlek_i (SI, Imm, J16) [jump];
            jgtk_i (SI, Imm, J16) [jump];
            jgek_i (SI, Imm, J16) [jump];
            jeqk_i (SI, Imm, J16) [jump];
            jnek_i (SI, Imm, J16) [jump];
            jlt_f (SF, SF, J16) [jump];
            jle_f (SF, SF, J16) [jump];
            /// jumps when `a < b` is false (also when an operand is NaN)
            jnlt_f (SF, SF, J16) [jump];
            jnle_f (SF, SF, J16) [jump];
            jnil (SR, J32, Z) [jump];
            jnnil (SR, J32, Z) [jump];
            /// jumps when `a` is an error value
            jerr (SR, J32, Z) [jump];
            jnerr (SR, J32, Z) [jump];
            /// jumps when `a` is of type `b`
            jis (SR, Ty, J16) [jump];
            jnis (SR, Ty, J16) [jump];
            /// jumps when `a == tagged constant b` (deep equality, as of `eq_r`)
            jeqk_r (SR, Kref, J16) [jump];
            jnek_r (SR, Kref, J16) [jump];
            /// `a += 1; if a < b jump`: the back-edge of a counting loop; polls
            for_i (SI, SI, J16) [jump alloc panic];
            /// back-edges with a condition: poll, then jump
            loop_t (SB, J32, Z) [jump alloc panic];
            loop_f (SB, J32, Z) [jump alloc panic];
            /// when `a` is not the absent word
            loop_present (SR, J32, Z) [jump alloc panic];
            loop_lt_i (SI, SI, J16) [jump alloc panic];
            loop_le_i (SI, SI, J16) [jump alloc panic];
            loop_ne_i (SI, SI, J16) [jump alloc panic];
            loop_ltk_i (SI, Imm, J16) [jump alloc panic];
            loop_lek_i (SI, Imm, J16) [jump alloc panic];
            loop_gtk_i (SI, Imm, J16) [jump alloc panic];
            loop_gek_i (SI, Imm, J16) [jump alloc panic];
            loop_nek_i (SI, Imm, J16) [jump alloc panic];
            loop_lt_f (SF, SF, J16) [jump alloc panic];
            loop_le_f (SF, SF, J16) [jump alloc panic];
            // ---- calls ----
            /// calls function `bc` with its window at `a`; the result is in `a`
            call (Out, Fun, Z) [call alloc panic];
            /// calls the function value in `b` with `c` tagged arguments at `a`
            call_v (Out, SR, Cnt) [call alloc panic];
            /// calls the function value in `b` with the members of the list in `a` as arguments, which are checked
            /// against the function's type; `c` = 1, the words of the window (lang.function)
            call_l (Out, SR, Cnt) [call alloc panic];
            /// calls method `b` of the object in register `a`, with `c` tagged arguments after it
            call_m (Out, Str, Cnt) [call alloc panic ic];
            /// calls native `b` with `c` tagged arguments at `a`
            call_n (Out, Nat, Cnt) [call alloc panic];
            ret (SX, Z, Z) [term];
            /// returns nil
            ret_nil (Z, Z, Z) [term];
            /// `a = function value of function bc`, without captures
            fun (DR, Fun, Z) [alloc];
            /// `a = closure`: window `b` holds the captured words, the function is in the word after; `c` = count
            closure (DR, Win, Cnt) [alloc ic];
            /// `a = method c of object b` as a function value
            method (DR, SR, Str) [alloc panic];
            /// `a = capture c of closure b`
            cap_get (DR, SR, Cnt) [];
            /// a cell for a captured variable that is assigned after capture
            cell_new (DR, SR, Z) [alloc];
            cell_get (DR, SR, Z) [];
            /// `cell a = b`
            cell_set (SR, SR, Z) [];
            // ---- errors ----
            /// `a = error`: window `b` holds message, cause or nil, detail mapping; `c` is the type
            err_new (DR, Win, Ty) [alloc];
            panic (SR, Z, Z) [panic term];
            /// raises the fixed run-time panic number `a` (see `traps`)
            trap_k (Cnt, Z, Z) [panic term alloc];
            /// for unreachable ends; raises a VM error
            unreachable (Z, Z, Z) [panic term];
            // ---- types ----
            /// `a = b is type c`
            is (DB, SR, Ty) [];
            /// `a = b`, panics with TypeCastError unless `b` belongs to type `c`, after at most one numeric
            /// conversion (spec 6.20)
            cast (DR, SR, Ty) [alloc panic];
            /// `a = typedesc value of type b`
            typedesc (DR, Ty, Z) [alloc];
            /// `a = typedesc of the dynamic type of b`
            typeof_ (DR, SR, Z) [alloc];
            /// `a = value of the annotation with tag c of typedesc b`, nil when it has none
            annotation (DR, SR, Str) [];
            // ---- lists ----
            /// `a = new list of type b with room for c members`
            list_new (DR, Ty, Cnt) [alloc];
            /// appends during construction (no check against the inherent type)
            list_init_i (SR, SI, Z) [alloc];
            list_init_f (SR, SF, Z) [alloc];
            list_init_r (SR, SR, Z) [alloc];
            /// appends all members of list b
            list_spread (SR, SR, Z) [alloc panic];
            /// fills up to the fixed length of its type with filler values and, when the type asks, seals the list
            list_done (SR, Z, Z) [alloc panic];
            list_len (DI, SR, Z) [];
            list_get_i (DI, SR, SI) [panic];
            list_get_f (DF, SR, SI) [panic];
            list_get_b (DB, SR, SI) [panic];
            list_get_r (DR, SR, SI) [alloc panic];
            /// `a[b] = c`, checked against the inherent type, filling gaps (spec 7.14.1)
            list_set_i (SR, SI, SI) [alloc panic];
            list_set_f (SR, SI, SF) [alloc panic];
            list_set_b (SR, SI, SB) [alloc panic];
            list_set_r (SR, SI, SR) [alloc panic ic typed];
            // ---- mappings and objects ----
            /// `a = new mapping of type b` with room for c members; record fields start absent
            map_new (DR, Ty, Cnt) [alloc];
            /// adds a member during construction: `a[key b] = c`, no check
            map_init (SR, Str, SR) [alloc ic];
            /// construction with a computed key: `a[b] = c`
            map_init_dyn (SR, SR, SR) [alloc panic];
            map_spread (SR, SR, Z) [alloc panic];
            /// evaluates no defaults; checks required fields are there and seals when the type asks
            map_done (SR, Z, Z) [alloc panic];
            /// `a = field c of b` where the static type says the field is there
            fget_i (DI, SR, Str) [panic ic];
            fget_f (DF, SR, Str) [panic ic];
            fget_b (DB, SR, Str) [panic ic];
            fget_r (DR, SR, Str) [alloc panic ic];
            /// `field b of a = c`, checked against the inherent type
            fset_i (SR, Str, SI) [alloc panic ic];
            fset_f (SR, Str, SF) [alloc panic ic];
            fset_b (SR, Str, SB) [alloc panic ic];
            fset_r (SR, Str, SR) [alloc panic ic typed];
            /// `field b of a += c`, as a read, an addition and a store
            fadd_i (SR, Str, SI) [alloc panic ic];
            faddk_i (SR, Str, Imm) [alloc panic ic];
            fadd_f (SR, Str, SF) [alloc panic ic];
            fsub_f (SR, Str, SF) [alloc panic ic];
            /// `field of a += b * c`, the field named in the cache word
            fmadd_f (SR, SF, SF) [alloc panic ic name];
            fmsub_f (SR, SF, SF) [alloc panic ic name];
            /// `a = field of b - the same field of c`
            fdiff_f (DF, SR, SR) [alloc panic ic name];
            /// `a = b[c]` on a mapping: nil when there is none
            map_get (DR, SR, SR) [alloc];
            /// `a[b] = c` on a mapping
            map_set (SR, SR, SR) [alloc panic];
            /// `a = b.c` by name: nil when there is none
            map_getk (DR, SR, Str) [alloc];
            /// `a = new object of class b`, fields absent
            obj_new (DR, Cls, Z) [alloc];
            // ---- strings ----
            concat (DR, SR, SR) [alloc panic];
            /// `a = concatenation of the strings in window b, c of them`
            concat_n (DR, Win, Cnt) [alloc panic];
            /// `a = toString(b)` (direct style, spec 5.8.5)
            to_string (DR, SR, Z) [alloc panic];
            str_len (DI, SR, Z) [];
            str_at (DR, SR, SI) [alloc panic];
            // ---- iteration ----
            /// `a = member c of b` in iteration order (list, mapping, string, table), or the absent word past the end
            iter_at (DR, SR, SI) [alloc panic];
            /// `a = key of member c of mapping b`, or the absent word past the end
            key_at (DR, SR, SI) [alloc panic];
            /// jumps when `a` is the absent word
            jabsent (SR, J32, Z) [jump];
            jpresent (SR, J32, Z) [jump];
        }
    };
}

macro_rules! define_ops {
    ($( $(#[doc = $doc:literal])* $name:ident ($a:ident, $b:ident, $c:ident) [$($flag:ident)*]; )*) => {
        /// The opcodes' places in the table.
        #[allow(non_camel_case_types, reason = "the mnemonics, as in `Op`")]
        enum Place { $( $name ),* }

        /// An opcode; the numeric value is its encoding, which is never 0.
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Op { $( $(#[doc = $doc])* $name = Place::$name as u8 + 1 ),* }

        /// Every opcode, in encoding order.
        pub const ALL: &[Op] = &[$(Op::$name),*];

        /// Roles and flags of every opcode, in encoding order.
        pub const INFO: &[OpInfo] = &[$(OpInfo {
            name: stringify!($name),
            roles: [Role::$a, Role::$b, Role::$c],
            flags: 0 $(| flags::$flag)*,
        }),*];
    };
}

/// What an operand field holds; see the module documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Z,
    DI,
    DF,
    DB,
    DR,
    DX,
    SI,
    SF,
    SB,
    SR,
    SX,
    Imm,
    Imm32,
    Word,
    Kraw,
    Kref,
    Ty,
    Str,
    Fun,
    Nat,
    Cls,
    Glo,
    Cnt,
    Win,
    Out,
    J16,
    J32,
}

#[allow(non_upper_case_globals)]
pub mod flags {
    pub const alloc: u8 = 1;
    pub const panic: u8 = 2;
    pub const term: u8 = 4;
    pub const jump: u8 = 8;
    pub const ic: u8 = 16;
    pub const call: u8 = 32;
    pub const name: u8 = 64;
    pub const typed: u8 = 128;
}

/// The index in a cache word.
pub fn cache_index(word: u64) -> u16 {
    (word >> 48) as u16
}

/// The cache word, as it stands in an archive, with an index.
pub fn empty_cache(index: u16) -> u64 {
    (index as u64) << 48
}

#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    pub name: &'static str,
    pub roles: [Role; 3],
    pub flags: u8,
}

for_each_op!(define_ops);

impl Op {
    pub fn info(self) -> &'static OpInfo {
        &INFO[self as usize - 1]
    }
    pub fn from_u8(b: u8) -> Option<Op> {
        ALL.get((b as usize).checked_sub(1)?).copied()
    }
    pub fn has(self, flag: u8) -> bool {
        self.info().flags & flag != 0
    }
    /// Words taken by the instruction, inline cache included.
    pub fn words(self) -> usize {
        if self.has(flags::ic) { 2 } else { 1 }
    }
}

/// One instruction word, decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ins {
    pub op: Op,
    pub a: u16,
    pub b: u16,
    pub c: u16,
}

impl Ins {
    pub fn new(op: Op, a: u16, b: u16, c: u16) -> Ins {
        Ins { op, a, b, c }
    }
    /// `b` and `c` as one 32-bit operand.
    pub fn wide(op: Op, a: u16, bc: u32) -> Ins {
        Ins { op, a, b: bc as u16, c: (bc >> 16) as u16 }
    }
    pub fn bc(self) -> u32 {
        self.b as u32 | (self.c as u32) << 16
    }
    pub fn encode(self) -> u64 {
        self.op as u64 | (self.a as u64) << 16 | (self.b as u64) << 32 | (self.c as u64) << 48
    }
    /// `None` when the opcode does not exist or the pad byte is not zero.
    pub fn decode(w: u64) -> Option<Ins> {
        if w as u16 >> 8 != 0 {
            return None;
        }
        Some(Ins { op: Op::from_u8(w as u8)?, a: (w >> 16) as u16, b: (w >> 32) as u16, c: (w >> 48) as u16 })
    }
    /// The jump offset in words, from the instruction after this one (and after its cache word).
    pub fn jump(self) -> Option<i32> {
        for role in self.op.info().roles {
            match role {
                Role::J16 => return Some(self.c as i16 as i32),
                Role::J32 => return Some(self.bc() as i32),
                _ => {}
            }
        }
        None
    }
}

/// Register kinds; the byte values are those of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    I = 0,
    F = 1,
    B = 2,
    R = 3,
}

impl Kind {
    pub fn from_u8(b: u8) -> Option<Kind> {
        [Kind::I, Kind::F, Kind::B, Kind::R].get(b as usize).copied()
    }
    pub fn letter(self) -> char {
        ['i', 'f', 'b', 'r'][self as usize]
    }
}

/// Tagged immediates that `ld_w` may load.
pub mod words {
    pub const NIL: u16 = 0x04;
    pub const FALSE: u16 = 0x0c;
    pub const TRUE: u16 = 0x14;
    /// An optional record field that is not there; never escapes a record.
    pub const ABSENT: u16 = 0x1c;
}

/// Fixed run-time panics raised by `trap_k`.
pub mod traps {
    pub const UNREACHABLE: u16 = 0;
    /// No arm matched where the compiler proved that one must: a compiler bug.
    pub const BAD_MATCH: u16 = 1;
    /// `limit` with a negative count.
    pub const NEGATIVE_LIMIT: u16 = 2;
}
