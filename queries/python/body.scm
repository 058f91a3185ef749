; Statements of a function's body: definitions, what holds further statements, imports, and assignments to an attribute of
; a plain name (an imported module, where it is one).

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

(import_statement) @local
(import_from_statement) @local
(expression_statement (assignment left: (attribute object: (identifier) @object)) @binding.attribute)

(if_statement) @guard.if
(try_statement) @guard.try
(for_statement) @guard.for
(while_statement) @guard.while
(with_statement) @guard.with
(match_statement) @guard.match

(ERROR) @broken
