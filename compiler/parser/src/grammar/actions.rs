//! Actions (section 7.1 to 7.9).

use super::{annotations, delimited, exprs, name, quoted};
use crate::{
    SyntaxKind::{self, *},
    parser::{CompletedMarker, Parser},
};

/// Is a node of this kind an action, whatever it contains?
pub(super) fn is_action(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        START_ACTION
            | WAIT_ACTION
            | SEND_ACTION
            | SYNC_SEND_ACTION
            | RECEIVE_ACTION
            | FLUSH_ACTION
            | COMMIT_ACTION
            | REMOTE_CALL_ACTION
            | RESOURCE_CALL_ACTION
    )
}

/// Reports the action from token `start` on when only an expression may stand here.
fn require_action_context(p: &mut Parser<'_>, start: usize) {
    if !p.flags.actions {
        p.error_from(start, "an action is not allowed inside an expression");
    }
}

/// At `->` or `->>` of a send action? `->name(` is a remote method call and `->/` a resource access.
pub(super) fn at_send(p: &Parser<'_>) -> bool {
    match p.current() {
        T!["->>"] => true,
        T!["->"] => p.nth(1) != T!["/"] && p.nth(2) != T!["("],
        _ => false,
    }
}

/// `expression -> peer-worker`, `expression ->> peer-worker`
pub(super) fn send(p: &mut Parser<'_>, lhs: CompletedMarker, start: usize) -> CompletedMarker {
    let m = lhs.precede(p);
    let kind = if p.at(T!["->>"]) { SYNC_SEND_ACTION } else { SEND_ACTION };
    p.bump_any();
    peer_worker(p);
    let done = m.complete(p, kind);
    require_action_context(p, start);
    done
}

/// `worker-name | function`
fn peer_worker(p: &mut Parser<'_>) {
    let m = p.start();
    if !p.eat(T!["function"]) && !p.eat(IDENT) {
        p.missing("worker name");
    }
    m.complete(p, PEER_WORKER);
}

/// `start`, `wait`, `flush`, `commit`
pub(super) fn keyword_action(p: &mut Parser<'_>) -> CompletedMarker {
    let at = p.pos();
    let done = match p.current() {
        T!["start"] => return start(p),
        T!["wait"] => wait(p),
        T!["flush"] => {
            let m = p.start();
            p.bump(T!["flush"]);
            if p.at(IDENT) || p.at(T!["function"]) {
                peer_worker(p);
            }
            m.complete(p, FLUSH_ACTION)
        }
        _ => {
            let m = p.start();
            p.bump(T!["commit"]);
            m.complete(p, COMMIT_ACTION)
        }
    };
    require_action_context(p, at);
    done
}

/// `[annots] start call`
pub(super) fn start(p: &mut Parser<'_>) -> CompletedMarker {
    let at = p.pos();
    let m = p.start();
    annotations(p);
    p.expect(T!["start"]);
    let call = exprs::call_chain(p);
    let is_call = call.is_none_or(|c| {
        matches!(c.kind(), CALL_EXPR | METHOD_CALL_EXPR | REMOTE_CALL_ACTION | RESOURCE_CALL_ACTION)
    });
    if !is_call {
        p.error_from(at, "'start' must be followed by a call");
    }
    let done = m.complete(p, START_ACTION);
    require_action_context(p, at);
    done
}

fn wait(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["wait"]);
    if p.at(T!["{"]) {
        let fields = p.start();
        p.bump(T!["{"]);
        if p.at(T!["}"]) {
            p.error("missing wait field");
        }
        delimited(
            p,
            T!["}"],
            |p| p.at(IDENT),
            |p| {
                let m = p.start();
                name(p, "wait field");
                if p.eat(T![":"]) {
                    exprs::expr(p);
                }
                m.complete(p, WAIT_FIELD);
            },
        );
        fields.complete(p, WAIT_FIELDS);
    } else {
        exprs::wait_operand(p);
        while p.eat(T!["|"]) {
            exprs::wait_operand(p);
        }
    }
    m.complete(p, WAIT_ACTION)
}

/// `<- peer`, `<- a | b`, `<- { field, ... }`
pub(super) fn receive(p: &mut Parser<'_>) -> CompletedMarker {
    let at = p.pos();
    let m = p.start();
    p.bump(T!["<-"]);
    if p.at(T!["{"]) {
        let fields = p.start();
        p.bump(T!["{"]);
        delimited(p, T!["}"], |p| p.at(IDENT) || p.at(T!["function"]), receive_field);
        fields.complete(p, RECEIVE_FIELDS);
    } else {
        peer_worker(p);
        while p.eat(T!["|"]) {
            peer_worker(p);
        }
    }
    let done = m.complete(p, RECEIVE_ACTION);
    require_action_context(p, at);
    done
}

fn receive_field(p: &mut Parser<'_>) {
    let m = p.start();
    if p.nth(1) == T![":"] {
        name(p, "field name");
        p.eat(T![":"]);
    }
    peer_worker(p);
    m.complete(p, RECEIVE_FIELD);
}

/// `x->method(args)` or `x->/path...`, at the arrow.
pub(super) fn remote_or_resource(p: &mut Parser<'_>, lhs: CompletedMarker, start: usize) -> CompletedMarker {
    let m = lhs.precede(p);
    p.bump(T!["->"]);
    let kind = if p.at(T!["/"]) {
        resource_access(p);
        RESOURCE_CALL_ACTION
    } else {
        remote_method_name(p);
        exprs::arg_list(p);
        REMOTE_CALL_ACTION
    };
    let done = m.complete(p, kind);
    require_action_context(p, start);
    done
}

/// A method's name; `continue`, which no statement follows here, is one as well, as in `caller->continue()`.
fn remote_method_name(p: &mut Parser<'_>) {
    if p.at(T!["continue"]) && p.nth(1) == T!["("] {
        let m = p.start();
        p.bump_as(IDENT);
        m.complete(p, NAME);
    } else {
        super::method_name(p, "remote method name");
    }
}

/// `/ [segment (/ segment)*] [. method-name] [( args )]`
fn resource_access(p: &mut Parser<'_>) {
    p.bump(T!["/"]);
    if p.at(IDENT) || p.at(T!["["]) {
        loop {
            resource_segment(p);
            if !p.eat(T!["/"]) {
                break;
            }
        }
    }
    if p.eat(T!["."]) && !name(p, "resource method name") {
        return;
    }
    if p.at(T!["("]) {
        exprs::arg_list(p);
    }
}

fn resource_segment(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(IDENT) {
        m.complete(p, RESOURCE_ACCESS_SEGMENT);
    } else if p.eat(T!["["]) {
        let kind = if p.eat(T!["..."]) { RESOURCE_ACCESS_REST } else { RESOURCE_ACCESS_COMPUTED };
        exprs::expr(p);
        p.expect(T!["]"]);
        m.complete(p, kind);
    } else {
        m.abandon(p);
        let found = p.current().is_keyword().then(|| format!(", found {}", quoted(p.current())));
        p.missing(&format!("resource path segment{}", found.unwrap_or_default()));
    }
}
