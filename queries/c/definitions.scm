; What defines a name in C. Each pattern is tried at nodes of its own kind only (see src/facts/c/query.rs), so it must
; begin with a named node and say what it needs of the node's children.
;
; @definition.KIND marks the whole definition, @declarator what holds the name behind pointers, arrays and parentheses,
; @name the name itself, @type the declared type, @body what stands in braces.

(function_definition
  type: (_) @type
  declarator: (_) @declarator
  body: (compound_statement) @body) @definition.function

(declaration
  type: (_) @type
  declarator: (_) @declarator) @definition.variable

(type_definition
  type: (_) @type
  declarator: (_) @declarator) @definition.typedef

(struct_specifier
  name: (type_identifier) @name
  body: (field_declaration_list) @body) @definition.struct

(union_specifier
  name: (type_identifier) @name
  body: (field_declaration_list) @body) @definition.union

(enum_specifier
  name: (type_identifier) @name
  body: (enumerator_list) @body) @definition.enum

(field_declaration
  type: (_) @type
  declarator: (_) @declarator) @definition.field

(enumerator
  name: (identifier) @name) @definition.enumerator
