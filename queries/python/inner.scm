; Statements of a function that holds other definitions, at any depth: what it returns and what its local names hold
; tells which of them leaves it. Not run over other functions.

(return_statement (_)) @local
(expression_statement (assignment left: (identifier))) @local
(expression_statement (assignment left: (attribute))) @local
(expression_statement (call function: (identifier) @object)) @local
