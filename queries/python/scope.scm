; Statements of a module or class body: what binds a name there, and what holds further statements.
; Run over one body at a time, its direct statements only; the reader goes on into the bodies itself.
; Captures are a closed list, src/facts/python/vocabulary.rs.

(function_definition
  name: (identifier) @name parameters: (parameters) @parameters body: (block) @body) @definition.function
(class_definition
  name: (identifier) @name superclasses: (argument_list)? @bases body: (block) @body) @definition.class
(decorated_definition
  definition: (function_definition
    name: (identifier) @name parameters: (parameters) @parameters body: (block) @body) @inner) @definition.function
(decorated_definition
  definition: (class_definition
    name: (identifier) @name superclasses: (argument_list)? @bases body: (block) @body) @inner) @definition.class

(expression_statement (assignment) @binding.assignment)
(expression_statement (augmented_assignment) @binding.augmented)
(expression_statement (call) @binding.call)
(import_statement) @binding.import
(import_from_statement) @binding.from
(delete_statement) @binding.delete
(type_alias_statement) @binding.alias

(if_statement) @guard.if
(try_statement) @guard.try
(for_statement) @guard.for
(while_statement) @guard.while
(with_statement) @guard.with
(match_statement) @guard.match

(ERROR) @broken
