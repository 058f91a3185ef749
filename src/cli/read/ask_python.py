# Compiles what comes in and prints its instructions as JSON. Runs nothing of it.
import dis, json, opcode, sys, types

told = {"version": [*sys.version_info[:3], sys.version.split()[0]], "instructions": []}
numbers = {
    "BINARY_OP": [name for name, _ in getattr(opcode, "_nb_ops", [])],
    "CALL_INTRINSIC_1": getattr(opcode, "_intrinsic_1_descs", []),
    "CALL_INTRINSIC_2": getattr(opcode, "_intrinsic_2_descs", []),
}

def tell(code):
    line = None
    for one in dis.get_instructions(code):
        start = one.starts_line
        if start and start is not True:
            line = start
        line = getattr(one, "line_number", None) or line
        if one.opname in ("CACHE", "EXTENDED_ARG"):
            continue
        names = numbers.get(one.opname, [])
        detail = names[one.arg] if one.arg is not None and one.arg < len(names) else None
        told["instructions"].append([one.opname, line or None, detail])
        if isinstance(one.argval, types.CodeType):
            tell(one.argval)

try:
    tell(compile(sys.stdin.buffer.read(), "<code>", "exec", dont_inherit=True))
except (SyntaxError, ValueError) as error:
    line = getattr(error, "lineno", None)
    told["error"] = getattr(error, "msg", str(error)) + (f", line {line}" if line else "")
print(json.dumps(told))
