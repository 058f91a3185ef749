//! Stage 5: questions -> answers, plain values with evidence. It prints nothing and knows no terminal.
