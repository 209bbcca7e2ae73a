//! The typed AST: accessors return the right children.

use syntax::{AstNode, EntryPoint, SourceFile, SyntaxKind, ast::*};

fn parse(text: &str) -> SourceFile {
    let parse = SourceFile::parse(text);
    assert_eq!(parse.errors(), [], "{text}");
    parse.tree()
}

fn stmt(text: &str) -> Stmt {
    let parse = SourceFile::parse_as(text, EntryPoint::Statements);
    assert_eq!(parse.errors(), [], "{text}");
    parse.tree().statements().next().expect("a statement")
}

fn expr(text: &str) -> Expr {
    let parse = SourceFile::parse_as(text, EntryPoint::Expression);
    assert_eq!(parse.errors(), [], "{text}");
    parse.tree().expr().expect("an expression")
}

fn text(node: Option<impl AstNode<Language = syntax::Ballerina>>) -> String {
    node.map(|n| n.syntax().text().to_string()).unwrap_or_default()
}

#[test]
fn imports() {
    let file = parse("import org/a.'type.c as d;\nimport x as _;");
    let imports: Vec<_> = file.imports().collect();
    assert_eq!(imports[0].org().and_then(|o| o.ident()).map(|t| t.text().to_owned()).as_deref(), Some("org"));
    assert_eq!(imports[0].module().map(|m| m.parts()), Some(vec!["a".into(), "type".into(), "c".into()]));
    assert_eq!(imports[0].prefix().and_then(|p| p.name()).map(|n| n.text()).as_deref(), Some("d"));
    assert!(imports[1].prefix().is_some_and(|p| p.is_wildcard()));
}

#[test]
fn functions() {
    let file = parse(
        "# Doc.\n# More.\n@A public isolated function f(int a, string b = \"x\", typedesc<any> t = <>, *R c, int... d) returns @B int? { worker W { } return 1; }\nfunction g() => 1;\nfunction h() = external;",
    );
    let functions: Vec<_> = file.items().collect();
    let Item::Function(f) = &functions[0] else { panic!("a function") };
    assert!(f.is_public() && f.is_isolated() && !f.is_transactional() && !f.is_remote());
    assert_eq!(f.doc_string().map(|d| d.markdown()).as_deref(), Some("Doc.\nMore."));
    assert_eq!(f.annotations().count(), 1);
    assert_eq!(f.name().map(|n| n.text()).as_deref(), Some("f"));
    let params: Vec<_> = f
        .params()
        .map(|p| (p.kind(), text(p.ty()), text(p.name()), text(p.default()), p.has_inferred_default()))
        .collect();
    let param = |kind, ty: &str, name: &str, default: &str, inferred| {
        (kind, ty.to_owned(), name.to_owned(), default.to_owned(), inferred)
    };
    assert_eq!(
        params,
        [
            param(ParamKind::Required, "int", "a", "", false),
            param(ParamKind::Defaultable, "string", "b", "\"x\"", false),
            param(ParamKind::Defaultable, "typedesc<any>", "t", "", true),
            param(ParamKind::Included, "R", "c", "", false),
            param(ParamKind::Rest, "int", "d", "", false),
        ]
    );
    assert_eq!(text(f.return_ty()), "int?");
    assert_eq!(f.return_type().map(|r| r.annotations().count()), Some(1));
    let Some(FunctionBody::Block(body)) = f.body() else { panic!("a block") };
    assert_eq!((body.statements().count(), body.workers().count()), (2, 1));
    let bodies: Vec<_> = functions[1..]
        .iter()
        .map(|i| i.syntax().children().find_map(FunctionBody::cast).map(|b| b.syntax().kind()))
        .collect();
    assert_eq!(bodies, [Some(SyntaxKind::EXPR_BODY), Some(SyntaxKind::EXTERNAL_BODY)]);
}

#[test]
fn classes_and_services() {
    let file = parse(
        "client class C { *I; public final int x = 1; resource function get a/[int b]/[string... c]() { } }\n\
         service T /a/'b on l, m { }\nservice \"s\" on l { }",
    );
    let mut items = file.items();
    let Some(Item::Class(class)) = items.next() else { panic!("a class") };
    assert!(class.is_client() && !class.is_service());
    let members: Vec<_> = class.members().into_iter().flat_map(|m| m.members()).collect();
    let [ObjectMember::Inclusion(inclusion), ObjectMember::Field(field), ObjectMember::Method(method)] =
        &members[..]
    else {
        panic!("three members")
    };
    assert_eq!(inclusion.type_ref().map(|r| r.name()).as_deref(), Some("I"));
    assert!(field.is_public() && field.is_final());
    assert_eq!((text(field.ty()), text(field.init())), ("int".into(), "1".into()));
    let segments: Vec<_> =
        method.resource_path().into_iter().flat_map(|p| p.segments()).map(|s| s.syntax().kind()).collect();
    assert_eq!(segments, [SyntaxKind::PATH_SEGMENT, SyntaxKind::PATH_PARAM, SyntaxKind::PATH_REST_PARAM]);
    let Some(Item::Service(service)) = items.next() else { panic!("a service") };
    assert_eq!(text(service.ty()), "T");
    assert_eq!(service.attach_point().map(|a| a.segments()), Some(vec!["a".into(), "b".into()]));
    assert_eq!(service.listeners().count(), 2);
    let Some(Item::Service(service)) = items.next() else { panic!("a service") };
    assert!(service.attach_point().is_some_and(|a| a.string().is_some()));
}

#[test]
fn types() {
    let file = parse(
        "type R record {| readonly int a; string b?; T? c = 1; *I; any...; |};\n\
         type A int[2][*][];\ntype S stream<int, error>;\ntype U A|B;\ntype M mod:T;\ntype N -1;",
    );
    let types: Vec<Type> =
        file.items().filter_map(|i| if let Item::Type(t) = i { t.ty() } else { None }).collect();
    let Type::Record(record) = &types[0] else { panic!("a record") };
    assert!(record.is_exclusive());
    let fields: Vec<_> = record
        .fields()
        .map(|f| (f.is_readonly(), text(f.ty()), text(f.name()), f.is_optional(), text(f.default())))
        .collect();
    assert_eq!(
        fields,
        [
            (true, "int".into(), "a".into(), false, String::new()),
            (false, "string".into(), "b".into(), true, String::new()),
            (false, "T?".into(), "c".into(), false, "1".into()),
        ]
    );
    assert_eq!((record.inclusions().count(), text(record.rest().and_then(|r| r.ty()))), (1, "any".into()));
    let Type::Array(array) = &types[1] else { panic!("an array") };
    let dims: Vec<_> = array.dims().map(|d| (d.is_inferred(), text(d.length()))).collect();
    assert_eq!(dims, [(false, "2".into()), (true, String::new()), (false, String::new())]);
    let Type::Stream(stream) = &types[2] else { panic!("a stream") };
    assert_eq!((text(stream.value()), text(stream.completion())), ("int".into(), "error".into()));
    let Type::Union(union) = &types[3] else { panic!("a union") };
    assert_eq!((text(union.lhs()), text(union.rhs())), ("A".into(), "B".into()));
    let Type::Named(named) = &types[4] else { panic!("a reference") };
    let name = named.name_ref().map(|n| (n.prefix(), n.name()));
    assert_eq!(name, Some((Some("mod".into()), "T".into())));
    assert!(matches!(&types[5], Type::Singleton(s) if matches!(s.value(), Some(Expr::Unary(_)))));
}

#[test]
fn statements() {
    let Stmt::Foreach(foreach) = stmt("foreach int [a, b] in xs { f(); } on fail error e { }") else {
        panic!("a foreach")
    };
    assert_eq!(text(foreach.binding().and_then(|b| b.ty())), "int");
    assert_eq!(text(foreach.binding().and_then(|b| b.pattern())), "[a, b]");
    assert_eq!(text(foreach.collection()), "xs");
    assert_eq!(foreach.body().map(|b| b.statements().count()), Some(1));
    assert_eq!(text(foreach.on_fail().and_then(|f| f.binding())), "error e");

    let Stmt::If(stmt_if) = stmt("if a { } else if b { } else { }") else { panic!("an if") };
    let inner = stmt_if.else_branch().and_then(|e| e.if_stmt()).expect("else if");
    assert_eq!(text(inner.condition()), "b");
    assert!(inner.else_branch().is_some_and(|e| e.block().is_some()));

    let Stmt::CompoundAssign(assign) = stmt("a.b >>>= c;") else { panic!("an assignment") };
    assert_eq!(assign.op().map(AssignOp::binary), Some(BinaryOp::UShr));
    assert_eq!((text(assign.target()), text(assign.value())), ("a.b".into(), "c".into()));

    let Stmt::Match(stmt_match) = stmt("match x { 1|2 if y => { } error E(_, k = 3) => { } }") else {
        panic!("a match")
    };
    let clauses: Vec<_> = stmt_match.clauses().collect();
    assert_eq!(clauses[0].patterns().count(), 2);
    assert_eq!(text(clauses[0].guard().and_then(|g| g.expr())), "y");
    let Some(MatchPattern::Error(error)) = clauses[1].patterns().next() else { panic!("an error pattern") };
    assert_eq!(
        (text(error.type_ref()), error.positional().count(), error.named().count()),
        ("E".into(), 1, 1)
    );

    let Stmt::Retry(retry) = stmt("retry<M>(3) transaction { }") else { panic!("a retry") };
    assert_eq!(text(retry.manager()), "M");
    assert!(retry.transaction().is_some() && retry.body().is_none());
}

#[test]
fn expressions() {
    let Expr::Conditional(conditional) = expr("a ? b : c") else { panic!("a conditional") };
    let parts = [conditional.condition(), conditional.then_expr(), conditional.else_expr()].map(text);
    assert_eq!(parts, ["a", "b", "c"]);
    let Expr::Binary(binary) = expr("a >> b + c") else { panic!("a binary") };
    assert_eq!(binary.op(), Some(BinaryOp::Shr));
    assert_eq!((text(binary.lhs()), text(binary.rhs())), ("a".into(), "b + c".into()));
    let Expr::TypeTest(test) = expr("a !is T") else { panic!("a type test") };
    assert!(test.is_negated());
    let Expr::Index(index) = expr("a[1, 2]") else { panic!("a member access") };
    assert_eq!(
        (text(index.base()), index.keys().map(|k| text(Some(k))).collect::<Vec<_>>()),
        ("a".into(), vec!["1".into(), "2".into()])
    );
    let Expr::Call(call) = expr("m:f(a, b = 1, ...c)") else { panic!("a call") };
    assert_eq!(text(call.callee()), "m:f");
    let args: Vec<_> =
        call.arg_list().into_iter().flat_map(|l| l.args()).map(|a| a.syntax().kind()).collect();
    assert_eq!(args, [SyntaxKind::POSITIONAL_ARG, SyntaxKind::NAMED_ARG, SyntaxKind::REST_ARG]);
    let Expr::Mapping(mapping) = expr("{a, \"b\\n\": 1, [c]: 2, ...d}") else { panic!("a mapping") };
    let fields: Vec<_> = mapping.fields().collect();
    assert!(
        matches!(&fields[0], MappingField::Specific(f) if f.field_name().as_deref() == Some("a") && f.value().is_none())
    );
    assert!(matches!(&fields[1], MappingField::Specific(f) if f.field_name().as_deref() == Some("b\n")));
    assert!(
        matches!(&fields[2], MappingField::Computed(f) if text(f.key()) == "c" && text(f.value()) == "2")
    );
    let Expr::List(list) = expr("[a, ...b]") else { panic!("a list") };
    assert!(matches!(&list.members().collect::<Vec<_>>()[..], [ListMember::Expr(_), ListMember::Spread(_)]));
}

#[test]
fn literals() {
    let literal = |source: &str| match expr(source) {
        Expr::Literal(literal) => literal,
        other => panic!("{other:?}"),
    };
    assert_eq!(literal("12").kind(), Some(LiteralKind::Int));
    assert_eq!(literal("0xFf").number(), Some(("Ff".into(), None)));
    assert_eq!(literal("1.5e3d").number(), Some(("1.5e3".into(), Some(FloatSuffix::Decimal))));
    assert_eq!(literal("2f").number(), Some(("2".into(), Some(FloatSuffix::Float))));
    assert_eq!(literal("0x1.8p3").kind(), Some(LiteralKind::HexFloat));
    assert_eq!(literal(r#""a\u{41}\t""#).string_value().as_deref(), Some("aA\t"));
    assert_eq!(literal("true").kind(), Some(LiteralKind::Bool(true)));
}

#[test]
fn queries_and_actions() {
    let Expr::Query(query) = expr(
        "table key(a) from var x in xs outer join U u in us on x equals u order by x descending, u select x",
    ) else {
        panic!("a query")
    };
    assert!(query.construct().is_some_and(|c| c.is_table() && c.key_specifier().is_some()));
    let clauses: Vec<_> = query.clauses().collect();
    assert!(
        matches!(&clauses[1], QueryClause::Join(j) if j.is_outer() && text(j.on().and_then(|o| o.rhs())) == "u")
    );
    let QueryClause::OrderBy(order) = &clauses[2] else { panic!("order by") };
    assert_eq!(order.keys().map(|k| k.is_descending()).collect::<Vec<_>>(), [true, false]);
    let Expr::ResourceCall(call) = expr("c->/a/[b].post(1)") else { panic!("a resource access") };
    assert_eq!(
        (text(call.receiver()), call.segments().count(), text(call.name())),
        ("c".into(), 2, "post".into())
    );
    let Expr::Wait(wait) = expr("wait {a, b: f}") else { panic!("a wait") };
    assert_eq!(wait.fields().map(|f| f.fields().count()), Some(2));
    let Expr::Receive(receive) = expr("<- A | function") else { panic!("a receive") };
    assert_eq!(receive.peers().map(|p| p.name()).collect::<Vec<_>>(), [Some("A".into()), None]);
}

#[test]
fn templates() {
    let Expr::StringTemplate(template) = expr("string `a${b}c`") else { panic!("a template") };
    let parts: Vec<_> = template.parts().collect();
    assert!(
        matches!(&parts[..], [TemplatePart::Text(_), TemplatePart::Interpolation(i), TemplatePart::Text(_)]
        if text(i.expr()) == "b")
    );
    let Expr::XmlTemplate(xml) = expr("xml `t<n:a b='1${c}'>x${y}<?p d e?></n:a>`") else { panic!("xml") };
    let content: Vec<_> = xml.content().collect();
    let [XmlContent::Text(_), XmlContent::Item(XmlItem::Element(element))] = &content[..] else {
        panic!("{content:?}")
    };
    assert_eq!(element.name().map(|n| (n.prefix(), n.local())), Some((Some("n".into()), "a".into())));
    let attributes = element.attributes();
    assert_eq!(attributes[0].value().map(|v| v.parts().count()), Some(2));
    let inner: Vec<_> = element.content().collect();
    assert!(
        matches!(&inner[2], XmlContent::Item(XmlItem::Pi(pi)) if pi.target_and_data() == ("p".into(), "d e".into()))
    );
}

#[test]
fn pointers_survive_reparsing() {
    let file = parse("function f() { int x = 1; }");
    let ptr = syntax::AstPtr::new(&file.items().next().expect("a function"));
    let again = SourceFile::parse("function f() { int x = 1; }").syntax_node();
    assert_eq!(text(Some(ptr.to_node(&again))), "function f() { int x = 1; }");
}
