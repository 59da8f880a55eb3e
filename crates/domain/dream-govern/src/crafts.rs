//! Access roles (who may) and crafts (what an agent does): the words that templates use for the two.

use dream_words::words;

words! {
    /// What a person may do in an organisation or a project.
    AccessRole ("role") {
        /// Everything.
        Owner = "owner",
        /// Everything but the organisation itself.
        Maintainer = "maintainer",
        /// Decides reviews.
        Reviewer = "reviewer",
        /// Starts work.
        Contributor = "contributor",
        /// Reads.
        Viewer = "viewer",
    }
}

words! {
    /// What an agent does at a stage.
    Craft ("craft") {
        /// Turns a brief into product requirements.
        ProductManager = "product-manager",
        /// Turns requirements into an architecture.
        Architect = "architect",
        /// Turns an architecture into a plan.
        Planner = "planner",
        /// Builds what was planned.
        Builder = "builder",
        /// Reports on the quality of what was built.
        Qa = "qa",
        /// Reports on the security of what was built.
        Security = "security",
        /// Writes for the users of what was built.
        Writer = "writer",
        /// Puts a release together.
        ReleaseManager = "release-manager",
    }
}
