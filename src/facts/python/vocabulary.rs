//! The Python queries and their closed vocabulary: `queries/python/*.scm` -> compiled queries whose captures are roles.

use tree_sitter::{CaptureQuantifier, Language, Node, Query, QueryCursor, StreamingIterator};

/// What a capture stands for. The text of each is the capture's name in the query files.
macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            const ALL: &'static [(&'static str, Role)] = &[$(($text, Role::$variant),)*];
        }
    };
}

roles! {
    /// A `def`, with its decorators where it has any.
    Function = "definition.function",
    /// A `class`, likewise.
    Class = "definition.class",
    /// The definition inside its decorators.
    Inner = "inner",
    /// The name it defines.
    Name = "name",
    /// Parameters in their parentheses.
    Parameters = "parameters",
    /// Bases in their parentheses.
    Bases = "bases",
    /// The statements inside.
    Body = "body",
    /// `a = b`, also chained or annotated.
    Assignment = "binding.assignment",
    /// `a += b`.
    Augmented = "binding.augmented",
    /// A call of a method as a statement.
    Call = "binding.call",
    /// `import a`.
    Import = "binding.import",
    /// `from a import b`.
    From = "binding.from",
    /// `del a`.
    Delete = "binding.delete",
    /// `type A = B`.
    Alias = "binding.alias",
    /// `a.b = c` in a function.
    Attribute = "binding.attribute",
    /// The plain name in front: the `a` of it, the function that is called.
    Object = "object",
    /// A statement of a function that holds other definitions.
    Local = "local",
    /// The statements that hold statements.
    If = "guard.if",
    /// `try` with all its branches.
    Try = "guard.try",
    /// `for` and its `else`.
    For = "guard.for",
    /// `while` and its `else`.
    While = "guard.while",
    /// `with`.
    With = "guard.with",
    /// `match` with its cases.
    Match = "guard.match",
    /// Text the grammar did not understand; definitions may stand in it.
    Broken = "broken",
}

impl Role {
    fn is_statement(self) -> bool {
        !matches!(self, Role::Inner | Role::Name | Role::Parameters | Role::Bases | Role::Body | Role::Object)
    }
}

/// A statement a query found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement<'tree> {
    /// What it is.
    pub role: Role,
    /// The whole of it.
    pub node: Node<'tree>,
    /// The parts the pattern names.
    pub name: Option<Node<'tree>>,
    pub parameters: Option<Node<'tree>>,
    pub bases: Option<Node<'tree>>,
    pub body: Option<Node<'tree>>,
    pub inner: Option<Node<'tree>>,
    pub object: Option<Node<'tree>>,
}

/// A compiled query file.
pub(super) struct Statements {
    query: Query,
    roles: Vec<Role>,
}

/// Matches in progress at once; a statement needs a handful, so only broken input comes near.
const MATCH_LIMIT: u32 = 1024;

impl Statements {
    /// Compiles a query file and checks its captures against the list.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong with it.
    pub(super) fn compile(language: &Language, file: &str, text: &str) -> Result<Self, String> {
        let query = Query::new(language, text).map_err(|error| format!("{file}: {error}"))?;
        let roles = query
            .capture_names()
            .iter()
            .map(|name| {
                Role::ALL.iter().find(|(text, _)| text == name).map(|&(_, role)| role).ok_or_else(|| {
                    let legal: Vec<_> = Role::ALL.iter().map(|(text, _)| *text).collect();
                    format!("{file}: unknown capture @{name}; expected one of {}", legal.join(", "))
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Statements { query, roles })
    }

    /// Leaves out the patterns with a role. They cost nothing then: what they start with is not looked into.
    pub(super) fn without(mut self, role: Role) -> Self {
        for pattern in 0..self.query.pattern_count() {
            let quantifiers = self.query.capture_quantifiers(pattern);
            let has_role = self
                .roles
                .iter()
                .zip(quantifiers)
                .any(|(own, quantifier)| *own == role && *quantifier != CaptureQuantifier::Zero);
            if has_role {
                self.query.disable_pattern(pattern);
            }
        }
        self
    }

    /// Appends the statements directly in `body`, in the order of the file; with `deep`, those at any depth.
    pub(super) fn run<'tree>(
        &self,
        cursor: &mut QueryCursor,
        body: Node<'tree>,
        deep: bool,
        source: &[u8],
        found: &mut Vec<Statement<'tree>>,
    ) {
        cursor.set_max_start_depth(if deep { None } else { Some(1) });
        let from = found.len();
        for limit in [MATCH_LIMIT, u32::MAX] {
            cursor.set_match_limit(limit);
            found.truncate(from);
            let mut matches = cursor.matches(&self.query, body, source);
            while let Some(one) = matches.next() {
                found.extend(self.statement(one.captures().iter().map(|capture| (capture.index, capture.node))));
            }
            drop(matches);
            if !cursor.did_exceed_match_limit() {
                break;
            }
        }
        found[from..].sort_by_key(|statement| statement.node.start_byte());
    }

    fn statement<'tree>(&self, captures: impl Iterator<Item = (u32, Node<'tree>)>) -> Option<Statement<'tree>> {
        let mut found: Option<Statement<'tree>> = None;
        let mut parts: [Option<Node<'tree>>; 6] = [None; 6];
        for (index, node) in captures {
            let role = self.roles[index as usize];
            match role {
                Role::Name => parts[0] = Some(node),
                Role::Parameters => parts[1] = Some(node),
                Role::Bases => parts[2] = Some(node),
                Role::Body => parts[3] = Some(node),
                Role::Inner => parts[4] = Some(node),
                Role::Object => parts[5] = Some(node),
                _ if role.is_statement() => {
                    found = Some(Statement {
                        role,
                        node,
                        name: None,
                        parameters: None,
                        bases: None,
                        body: None,
                        inner: None,
                        object: None,
                    });
                }
                _ => {}
            }
        }
        let [name, parameters, bases, body, inner, object] = parts;
        found.map(|statement| Statement { name, parameters, bases, body, inner, object, ..statement })
    }
}
