//! What a service shows of itself (module specification, 2.3.6): its description, as `openApiDefinition` gives it, and a page
//! for people. They are resources of their own, beside those of the service, and only where there is a description.

use std::sync::Arc;

use native::{Ctx, Registry, Result, Word};
use semtypes::Name;

use crate::draft::Draft;
use crate::inbound::Inbound;
use crate::known;
use crate::routes::Router;

pub const NATIVES: Registry = &[
    ("http:setDescription", set_description),
    ("http:describedBase", described_base),
    ("http:description", description),
];

/// The names of the description and of the page below the service's base path.
pub const DESCRIPTION: &str = "openapi-doc-dygixywsw";
pub const PAGE: &str = "swagger-ui-dygixywsw";

/// The paths of both.
pub fn paths() -> [Name; 2] {
    [Name::new(DESCRIPTION), Name::new(PAGE)]
}

/// `setDescription(draft, description)`
fn set_description(cx: &mut Ctx<'_>) -> Result<Word> {
    let draft = known::<Draft>(cx, 0)?;
    let description = crate::body(cx, 1)?.map(|b| Arc::from(&b[..]));
    draft.configure(|c| c.description = description);
    Ok(Word::NIL)
}

/// `describedBase(router, request)`: the base path of a request's service if that has a description, or else nil.
fn described_base(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, request) = (known::<Router>(cx, 0)?, known::<Inbound>(cx, 1)?);
    let found = router.service(&request).filter(|(_, routes)| routes.config.description.is_some());
    let base = found.map(|(_, routes)| routes.base.iter().map(|s| format!("/{s}")).collect::<String>());
    Ok(base.map_or(Word::NIL, |b| cx.world.str(&b)))
}

/// `description(router, request)`: what a request for one of the two gets; nil is the page.
fn description(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, request) = (known::<Router>(cx, 0)?, known::<Inbound>(cx, 1)?);
    let wanted = request.path().iter().last() == Some(DESCRIPTION);
    let found = router.service(&request).filter(|_| wanted);
    match found.and_then(|(_, routes)| routes.config.description.clone()) {
        Some(bytes) => {
            let ty = cx.world.readonly_bytes();
            cx.world.list_of_bytes(ty, &bytes)
        }
        None => Ok(Word::NIL),
    }
}
