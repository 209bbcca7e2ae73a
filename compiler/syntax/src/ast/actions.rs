//! Actions.

use super::{Annotation, ArgList, Expr, Name, node_enum, nodes};
use crate::text;

nodes! {
    /// `[annots] start call`
    StartAction(START_ACTION) {
        children annotations: Annotation,
        child call: Expr,
    }
    /// `wait f`, `wait f | g`, `wait {a, b: f}`
    WaitAction(WAIT_ACTION) {
        /// The alternatives; empty for a wait with fields.
        children futures: Expr,
        child fields: WaitFields,
    }
    WaitFields(WAIT_FIELDS) {
        children fields: WaitField,
    }
    /// `name` or `name: future`
    WaitField(WAIT_FIELD) {
        child name: Name,
        child future: Expr,
    }
    /// `e -> peer`
    SendAction(SEND_ACTION) {
        child value: Expr,
        child peer: PeerWorker,
    }
    /// `e ->> peer`
    SyncSendAction(SYNC_SEND_ACTION) {
        child value: Expr,
        child peer: PeerWorker,
    }
    /// `<- peer`, `<- a | b`, `<- {a, b: c}`
    ReceiveAction(RECEIVE_ACTION) {
        children peers: PeerWorker,
        child fields: ReceiveFields,
    }
    ReceiveFields(RECEIVE_FIELDS) {
        children fields: ReceiveField,
    }
    /// `peer` or `name: peer`
    ReceiveField(RECEIVE_FIELD) {
        child name: Name,
        child peer: PeerWorker,
    }
    /// The name of a worker, or `function` for the default worker.
    PeerWorker(PEER_WORKER) {
        flag is_default: FUNCTION_KW,
        token ident: IDENT,
    }
    /// `flush [peer]`
    FlushAction(FLUSH_ACTION) {
        child peer: PeerWorker,
    }
    CommitAction(COMMIT_ACTION) {}
    /// `e->name(args)`
    RemoteCallAction(REMOTE_CALL_ACTION) {
        child receiver: Expr,
        child name: Name,
        child arg_list: ArgList,
    }
    /// `e->/path/[x].name(args)`
    ResourceCallAction(RESOURCE_CALL_ACTION) {
        child receiver: Expr,
        children segments: AccessSegment,
        /// `get` when absent.
        child name: Name,
        child arg_list: ArgList,
    }
    NameSegment(RESOURCE_ACCESS_SEGMENT) {
        token ident: IDENT,
    }
    /// `[e]`
    ComputedSegment(RESOURCE_ACCESS_COMPUTED) {
        child expr: Expr,
    }
    /// `[...e]`
    RestSegment(RESOURCE_ACCESS_REST) {
        child expr: Expr,
    }
}

node_enum! {
    /// A segment of the path of a resource access.
    AccessSegment {
        Name(NameSegment),
        Computed(ComputedSegment),
        Rest(RestSegment),
    }
}

impl PeerWorker {
    /// The name, unescaped; `None` for the default worker.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.ident().map(|t| text::identifier(t.text()).into_owned())
    }
}
