//! The operations of a noun: what serves them, and how to describe them for whoever asks. A server never does: the descriptions of all
//! are several MB and a good part of a start.

use crate::state::Api;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodFilter, MethodRouter};
use utoipa::openapi::OpenApi;
use utoipa_axum::PathItemExt as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Operations that are served and described together.
#[derive(Default)]
pub(crate) struct Operations {
    served: Router<Api>,
    at: Vec<Address>,
}

/// Operations at one address, made by [`routes!`].
pub(crate) struct Routes {
    served: MethodRouter<Api>,
    at: Address,
}

/// An address, and what describes the operations there.
struct Address {
    path: String,
    describe: fn() -> UtoipaMethodRouter<Api>,
}

impl Operations {
    /// Adds the operations at one address.
    pub(crate) fn routes(mut self, Routes { served, at }: Routes) -> Self {
        self.served = self.served.route(&at.path, served);
        self.at.push(at);
        self
    }

    /// Adds others.
    pub(crate) fn merge(mut self, others: Self) -> Self {
        self.served = self.served.merge(others.served);
        self.at.extend(others.at);
        self
    }

    /// What serves them.
    pub(crate) fn served(self) -> Router<Api> {
        self.served
    }

    /// Where they are.
    pub(crate) fn paths(self) -> impl Iterator<Item = String> {
        self.at.into_iter().map(|at| at.path)
    }

    /// `base` with what each handler says of itself.
    pub(crate) fn described(self, base: OpenApi) -> OpenApi {
        let base = OpenApiRouter::with_openapi(base);
        self.at.into_iter().fold(base, |all, at| all.routes((at.describe)())).into_openapi()
    }
}

impl Routes {
    pub(crate) fn new(path: String, served: MethodRouter<Api>, describe: fn() -> UtoipaMethodRouter<Api>) -> Self {
        Self { served, at: Address { path, describe } }
    }

    /// Takes bodies of up to so many bytes.
    pub(crate) fn up_to(mut self, bytes: usize) -> Self {
        self.served = self.served.layer(DefaultBodyLimit::max(bytes));
        self
    }
}

/// The methods that an operation says it has.
pub(crate) fn methods<P: utoipa::Path>(_: P) -> MethodFilter {
    let mut methods = P::methods().into_iter().map(|method| method.to_method_filter());
    // The macro takes no operation without a method.
    let first = methods.next().unwrap_or(MethodFilter::GET);
    methods.fold(first, MethodFilter::or)
}

/// The path that an operation says it has.
pub(crate) fn path<P: utoipa::Path>(_: P) -> String {
    P::path()
}

/// [`Routes`] of handlers with `#[utoipa::path]` that share an address.
macro_rules! routes {
    (@describe $schemas:ident $paths:ident $($handler:ident)+) => {$(
        let (path, operation, methods) = utoipa_axum::routes!(@resolve_types $handler : $schemas);
        $paths.add_path_operation(&path, methods, operation);
    )+};
    ($first:ident $(, $more:ident)* $(,)?) => {
        utoipa_axum::paste! {
            $crate::operations::Routes::new(
                $crate::operations::path([<__path_ $first>]),
                axum::routing::MethodRouter::new()
                    .on($crate::operations::methods([<__path_ $first>]), $first)
                    $(.on($crate::operations::methods([<__path_ $more>]), $more))*,
                || {
                    let (mut schemas, mut paths) = (Vec::new(), utoipa::openapi::path::Paths::new());
                    $crate::operations::routes!(@describe schemas paths $first $($more)*);
                    // What serves them is there already.
                    (schemas, paths, axum::routing::MethodRouter::new())
                },
            )
        }
    };
}
pub(crate) use routes;
