//! What reading facts out of the files costs beside parsing them alone, one thread each.

mod shared;

use cpynav::facts;
use cpynav::model::Dialect;
use shared::{deep, files, megabytes, snapshot, timed};

fn main() {
    let (_, snapshot) = snapshot();
    let files = files(&snapshot);
    let (nodes, parse) = timed(|| {
        let mut c = parser(&tree_sitter_c::LANGUAGE.into());
        let mut python = parser(&tree_sitter_python::LANGUAGE.into());
        let mut nodes = 0;
        for file in &files {
            let parser = match file.dialect {
                Dialect::C | Dialect::Bytecodes => &mut c,
                Dialect::Python => &mut python,
                _ => continue,
            };
            nodes += parser.parse(&file.bytes, None).map_or(0, |tree| tree.root_node().descendant_count());
        }
        nodes
    });
    let (facts, extract) = timed(|| {
        deep(|| files.iter().map(|file| facts::extract(file.dialect, &file.bytes).definitions.len()).sum::<usize>())
    });
    println!("files {}  MB {:.1}  nodes {nodes}  definitions {facts}", files.len(), megabytes(&files));
    println!("cpu s: parse {:.2}  extract, parsing included, {:.2}", parse.cpu, extract.cpu);
    println!("extract / parse: {:.2}", extract.cpu / parse.cpu.max(0.01));
}

fn parser(language: &tree_sitter::Language) -> tree_sitter::Parser {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(language).expect("the grammar fits the library");
    parser
}
