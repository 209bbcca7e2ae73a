//! Calls of function values and methods that leave arguments out.

use native::{Ctx, Registry, Result, Word};
use semtypes::{Name, ParamKind, TyKind};
use values::Fail;

pub const NATIVES: Registry = &[("lang.function:$omits", omits)];

/// `$omits(called, method, left out)`: what is called, a function value or (with a name) that method of an object, has default
/// values for the parameters whose bits are set, which its static type promises; or a panic.
fn omits(cx: &mut Ctx<'_>) -> Result<Word> {
    let (method, left_out) = (cx.string(1)?, cx.int(2)?);
    let called = match method.as_str() {
        "" => cx.arg(0),
        name => {
            cx.world.method(cx.arg(0), Name::new(name)).ok_or(Fail::Bug("an object without its method"))?
        }
    };
    let index = cx.world.function_index(called).ok_or(Fail::Bug("a call of what is no function"))?;
    let types = &cx.world.types;
    let ty = types.of_function(index).map(|t| types.expand(types.ty(t)));
    let Some(TyKind::Function(f)) = ty.as_ref().map(|t| t.kind()) else { return Ok(Word::NIL) };
    let lacking = f
        .params
        .iter()
        .enumerate()
        .find(|(i, p)| *i < 63 && left_out & 1 << i != 0 && p.kind == ParamKind::Required);
    match lacking {
        None => Ok(Word::NIL),
        Some((i, p)) => {
            let name = p.name.map_or_else(|| (i + 1).to_string(), |n| n.to_string());
            Err(Fail::Panic(
                "{ballerina/lang.function}IncompatibleArguments",
                format!(
                    "missing argument for parameter '{name}': the function that is called has no default value for it"
                ),
            ))
        }
    }
}
