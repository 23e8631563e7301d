//! The faults, by subject.

mod bodies;
mod connections;
mod error_responses;
mod framing;
mod inspect;
mod owners;
mod pagination;
mod rate_limits;
mod writes;

use super::*;

pub(super) fn all() -> Vec<FaultCase> {
    let tables = [
        connections::connections(),
        framing::framing(),
        bodies::bodies(),
        pagination::links(),
        rate_limits::waits(),
        error_responses::documents(),
        writes::removals(),
        error_responses::statuses(),
        writes::changes(),
        owners::lookups(),
        inspect::reads_and_removals(),
    ];
    tables.into_iter().flatten().collect()
}
