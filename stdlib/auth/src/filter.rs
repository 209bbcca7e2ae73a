//! Search filters (RFC 4515).

use ldap3_proto::parse_ldap_filter_str;
use ldap3_proto::proto::{LdapFilter, LdapSubstringFilter};

/// The attribute of groups whose members are names of users, not of entries (`posixGroup`, RFC 2307).
const MEMBER_UID: &str = "memberUid";

/// A filter of a configuration, in which `?` stands for a user. The name is put into values after the filter has been taken apart:
/// whatever it says, it is no part of the filter.
///
/// # Errors
/// If it is no filter.
pub fn parse(text: &str, user: Option<&str>) -> Result<LdapFilter, String> {
    let mut filter = parse_ldap_filter_str(text).map_err(|_| format!("Invalid search filter: '{text}'."))?;
    complete(&mut filter, user);
    Ok(filter)
}

/// The groups among what a filter finds of which the entry with this distinguished name is a member.
///
/// # Errors
/// If `groups` is no filter, or the attribute of members has no name.
pub fn members(groups: &str, attribute: &str, name: &str) -> Result<LdapFilter, String> {
    if attribute.is_empty() {
        return Err("Membership attribute is not set in configurations.".to_string());
    }
    let member = match attribute == MEMBER_UID {
        true => leaf_value(name),
        false => name.to_string(),
    };
    Ok(LdapFilter::And(vec![parse(groups, None)?, LdapFilter::Equality(attribute.to_string(), member)]))
}

fn complete(filter: &mut LdapFilter, user: Option<&str>) {
    let value = |v: &mut String| *v = completed(v, user);
    match filter {
        LdapFilter::And(all) | LdapFilter::Or(all) => all.iter_mut().for_each(|f| complete(f, user)),
        LdapFilter::Not(f) => complete(f, user),
        LdapFilter::Equality(_, v)
        | LdapFilter::GreaterOrEqual(_, v)
        | LdapFilter::LessOrEqual(_, v)
        | LdapFilter::Approx(_, v) => value(v),
        LdapFilter::Substring(_, LdapSubstringFilter { initial, any, final_ }) => {
            initial.iter_mut().chain(any).chain(final_).for_each(value);
        }
        LdapFilter::Extensible(assertion) => value(&mut assertion.match_value),
        LdapFilter::Present(_) => {}
    }
}

/// A value with the user's name in its place, and characters in the place of their codes (`\2a`).
fn completed(value: &str, user: Option<&str>) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let code = rest.get(1..3).filter(|_| first == '\\').and_then(|c| u8::from_str_radix(c, 16).ok());
        let length = match (code, user) {
            (Some(code), _) => {
                bytes.push(code);
                3
            }
            (None, Some(user)) if first == '?' => {
                bytes.extend_from_slice(user.as_bytes());
                1
            }
            _ => {
                bytes.extend_from_slice(&rest.as_bytes()[..first.len_utf8()]);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The value of a distinguished name's first part (RFC 4514): `alice` of `uid=alice,ou=users`.
fn leaf_value(name: &str) -> String {
    let value = name.split_once('=').map_or(name, |(_, value)| value).trim_start();
    let mut bytes = Vec::new();
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        match c {
            ',' | '+' => break,
            '\\' => {
                let code = rest.as_str().get(..2).and_then(|c| u8::from_str_radix(c, 16).ok());
                match code {
                    Some(code) => {
                        bytes.push(code);
                        rest.nth(1);
                    }
                    None => bytes.extend(rest.next().map(String::from).unwrap_or_default().into_bytes()),
                }
            }
            c => bytes.extend(String::from(c).into_bytes()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equality(attribute: &str, value: &str) -> LdapFilter {
        LdapFilter::Equality(attribute.to_string(), value.to_string())
    }

    #[test]
    fn a_name_is_no_part_of_a_filter() {
        let class = equality("objectClass", "person");
        for name in ["alice", "*", "a)(uid=*", "\\2a", "x\\", "?", "ö"] {
            let filter = parse("(&(objectClass=person)(uid=?))", Some(name));
            assert_eq!(filter, Ok(LdapFilter::And(vec![class.clone(), equality("uid", name)])));
        }
    }

    #[test]
    fn characters_stand_for_themselves_by_their_codes() {
        assert_eq!(parse("(cn=a\\2a\\28\\c3\\b6)", None), Ok(equality("cn", "a*(ö")));
        assert_eq!(parse("(cn=what?)", None), Ok(equality("cn", "what?")));
        let LdapFilter::Substring(_, s) = parse("(mail=?@*)", Some("a*b")).unwrap() else {
            panic!("substrings")
        };
        assert_eq!(s.initial.as_deref(), Some("a*b@"));
        for text in ["", "uid=?", "(uid=?", "(&(a=b)", "(uid=?))"] {
            assert!(parse(text, Some("alice")).is_err(), "{text}");
        }
    }

    #[test]
    fn members_are_entries_or_users() {
        let name = "uid=al\\,i\\c3\\b6ce + cn=x,ou=Users,dc=example";
        let class = equality("objectClass", "group");
        let filter = members("(objectClass=group)", "member", name);
        assert_eq!(filter, Ok(LdapFilter::And(vec![class.clone(), equality("member", name)])));
        let filter = members("(objectClass=group)", "memberUid", "uid=al\\,i\\c3\\b6ce,ou=Users");
        assert_eq!(filter, Ok(LdapFilter::And(vec![class, equality("memberUid", "al,iöce")])));
        assert!(members("(objectClass=group)", "", name).is_err());
    }
}
