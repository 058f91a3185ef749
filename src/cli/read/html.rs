//! A reading list as one page that opens without a network.

use super::Page;
use crate::cli::error::CliError;
use crate::cli::print::Out;

/// Prints the page.
pub fn print(out: &mut Out, page: &Page<'_>) -> Result<(), CliError> {
    out.line(&page.list.title)
}
