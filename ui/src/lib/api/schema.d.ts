// Written by `npm run codegen` from openapi.json. Do not edit.

export interface paths {
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description. */
        get: operations["show_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the organisations of this service, newest first; the operator's own is the last. For the operator alone, as everything below `/organisations`. */
        get: operations["list_tenants"];
        put?: never;
        /** Makes an organisation. The link with which its first owner sets a login name and a password is in this answer and nowhere else. */
        post: operations["make_tenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One organisation of the service. */
        get: operations["show_tenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes another link for the first owner, until they have set a password; the one before is revoked. */
        post: operations["invite_tenant_owner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts an organisation on a plan of the service. */
        post: operations["choose_tenant_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets an organisation go on: what waited is sent. */
        post: operations["resume_tenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspends an organisation: its people, its agents and its sources are refused, and its messages wait, until it is resumed. */
        post: operations["suspend_tenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what each organisation of this service used of the bridge in a month, in the order of the organisations. */
        get: operations["list_tenant_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation. */
        get: operations["show_organisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the caller signs in. */
        get: operations["show_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets the caller's password, and their login name if it names one. All their other sessions end. */
        post: operations["set_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/account/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turns the caller's second factor on. The recovery codes are in this answer and nowhere else. */
        post: operations["confirm_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/account/second-factor/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a second factor for the caller, which is asked for once it is confirmed. What the device needs is in this answer and nowhere else. */
        post: operations["enrol_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/account/second-factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turns the caller's second factor off. */
        post: operations["remove_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists agents by name, with what they do. */
        get: operations["list_agents"];
        put?: never;
        /** Registers the agent that a manifest describes, or gives the one of that name this manifest. */
        post: operations["register_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/agents/{agent}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An agent with its manifest and its processes. */
        get: operations["show_agent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/agents/{agent}/nudge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells an agent to go on with its work, or what the caller says. */
        post: operations["nudge_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/agents/{agent}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an agent away. One of the same name may be registered again. */
        post: operations["remove_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/agents/{agent}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends an agent's processes and starts them again; they go on with their work. */
        post: operations["restart_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/agents/{agent}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wants an agent running. What it was given up for, if it was, counts no longer. */
        post: operations["start_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/agents/{agent}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wants an agent stopped: its processes end, and it may do nothing until it is started. */
        post: operations["stop_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists alerts by name, each with whether it is raised. */
        get: operations["list_alerts"];
        put?: never;
        /** Makes an alert: when it is raised and when it is over, the source `dreamos` tells the rules. */
        post: operations["make_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/alerts/{alert}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes an alert. */
        post: operations["remove_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/artifacts/{artifact}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of an artifact. */
        get: operations["show_artifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/artifacts/{artifact}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Makes a new version with one file put or replaced: it voids the approval of the old one, and makes stale what rested on it. */
        put: operations["put_artifact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/artifacts/{artifact}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between two versions, file by file. */
        get: operations["diff_artifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/artifacts/{artifact}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a version came from and where it went. */
        get: operations["show_lineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/artifacts/{artifact}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of a version as an HTML fragment: Markdown by its structure, everything else as plain text. Whatever the file says, the
         *     fragment has no script, no style, no image and nothing that is fetched, and its links lead to web and mail addresses alone.
         */
        get: operations["render_artifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/artifacts/{artifact}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the versions of an artifact, newest first. */
        get: operations["list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/artifacts/{artifact}/versions/{version}/files/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of one file of a version. */
        get: operations["get_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/attempts/{attempt}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One attempt. */
        get: operations["show_attempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The entries of the ledger, newest first. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every entry in its canonical JSON, one a line, oldest first: hashing each line's bytes gives the leaves of the tree. */
        get: operations["export_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recomputes every hash and the tree head of the organisation's ledger, and compares. */
        get: operations["verify_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A backup of the database and the blobs, as one archive (tar, zstd). `dreamos backup restore` reads it. Blobs that are damaged or gone
         *     are not in it: `dreamos-damaged-count` says how many, `dreamos-damaged-blobs` names the first.
         */
        get: operations["create_backup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/bridge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the bridge does: what comes in, what waits, what failed, and how long it took. */
        get: operations["show_bridge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/bridge/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan of the bridge that the organisation is on, and how much of it is used. */
        get: operations["show_bridge_plan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/bridge/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists how much came in and went out in each month, newest first. */
        get: operations["list_bridge_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/bridge/usage/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much came in and went out in each month by source and destination, as comma-separated values (RFC 4180). */
        get: operations["export_bridge_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/bus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Opens a stream of messages: a WebSocket that speaks `dreamos.bus.v1`, for tokens only. */
        get: operations["open_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists channels, by name. */
        get: operations["list_channels"];
        put?: never;
        /** Makes a channel, or gives one that is there other settings. */
        post: operations["put_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/channels/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One channel. */
        get: operations["show_channel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/channels/{channel}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follows a channel, from the message after the sequence `Last-Event-ID` on; without it, from now on. */
        get: operations["follow_channel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/channels/{channel}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Holds the messages of a channel against the digests in the ledger. */
        get: operations["verify_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists connections, by name. */
        get: operations["list_connections"];
        put?: never;
        /** Makes a connection, once Discord has confirmed its token. */
        post: operations["make_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/connections/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A connection, by its name. */
        get: operations["show_connection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/connections/{connection}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uses a connection again. */
        post: operations["enable_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/connections/{connection}/guilds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Names the servers in which slash commands are registered. */
        post: operations["set_connection_guilds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/connections/{connection}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a connection, and with it its token. No destination may go through it any more. */
        post: operations["remove_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/connections/{connection}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a connection another token, once Discord has confirmed it. It is in use again, and what waits for it is sent. */
        post: operations["replace_connection_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/constraints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Binds what starts later in every run of the organisation. */
        post: operations["constrain_organisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/constraints/{constraint}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lifts a constraint: it binds nothing that starts later. */
        post: operations["lift_constraint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists consumers, by name. */
        get: operations["list_consumers"];
        put?: never;
        /** Makes a consumer. One of the same name that reads the same stays as it is. */
        post: operations["create_consumer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One consumer, and how far it has come. */
        get: operations["show_consumer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dead letter, and why it is one. */
        get: operations["show_dead_letter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/{message}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes what a dead letter says, before it is handed over again. The message as it was sent stays as it is. */
        post: operations["edit_dead_letter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives dead letters up for good: those named, or all. */
        post: operations["drop_dead_letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands dead letters over again, as if for the first time: those named, or all. */
        post: operations["replay_dead_letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands messages to a consumer; waits for the first as long as the body says. Each is to be answered before its deadline. */
        post: operations["fetch_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a consumer away, with its place and its dead letters: it is owed nothing any more. Answers with it as it stood. */
        post: operations["remove_consumer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/consumers/{consumer}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a consumer's answers for messages that it was handed. Each has its own: one may come too late while others count. */
        post: operations["settle_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists dead letters, oldest first. */
        get: operations["list_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists delegations, newest first, ended ones too. */
        get: operations["list_delegations"];
        put?: never;
        /** Lets somebody else decide for the caller. */
        post: operations["grant_delegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/delegations/{delegation}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a delegation back. */
        post: operations["revoke_delegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists deliveries, newest first. */
        get: operations["list_bridge_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery, with all that became of it. */
        get: operations["show_bridge_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/deliveries/{delivery}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a delivery back that waits. */
        post: operations["cancel_bridge_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a delivery again, whatever became of it: a new one, which may double what arrived. */
        post: operations["replay_bridge_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/deliveries/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes deliveries back that wait, up to a thousand at a call. */
        post: operations["cancel_bridge_deliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends deliveries again that have ended, up to a thousand at a call. */
        post: operations["replay_bridge_deliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the sample by ordinary commands in the caller's name, as far as it can be made now; again, it goes on from there. */
        post: operations["seed_demo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists destinations, by name. */
        get: operations["list_destinations"];
        put?: never;
        /** Makes a destination, once it is known that it is there. */
        post: operations["make_destination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A destination, by its name. */
        get: operations["show_destination"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a webhook another address, once it is known that it is there. Its name, its rules, its history and what waits for it stay; one that was
         *     disabled stays so until it is enabled.
         */
        post: operations["replace_destination_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends nothing to a destination any more: what waits for it goes on waiting, and what is new goes to its fallback. */
        post: operations["disable_destination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uses a destination again: what waits for it is sent. */
        post: operations["enable_destination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}/fallback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says who is told when a destination cannot be. */
        post: operations["set_destination_fallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a destination, and with it its address. What waits for it is given up. */
        post: operations["remove_destination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a message to a destination that says what it is; the delivery, which goes its way from here. */
        post: operations["test_destination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/destinations/{destination}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a channel of Slack's another token of the same app, once Slack has confirmed it; one that was disabled stays so until it is enabled. */
        post: operations["replace_destination_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/discord-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists linked Discord accounts, newest first: the caller's own, and everybody's for who may manage them. */
        get: operations["list_discord_links"];
        put?: never;
        /**
         * Links the Discord account that asked for a code to the caller: from then on it acts as the caller, never with more rights than the
         *     caller has, nor with those of an administrator.
         */
        post: operations["confirm_discord_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/discord-links/{link}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a link: the account acts as nobody from then on. */
        post: operations["end_discord_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/discord-links/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which Discord account asked for a code with `/link`. */
        post: operations["look_at_link_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/escalations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists escalations, newest first. */
        get: operations["list_escalations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/escalations/{escalation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An escalation with what it says. */
        get: operations["show_escalation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/escalations/{escalation}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that the caller looks into it. */
        post: operations["acknowledge_escalation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/escalations/{escalation}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers it; the agent gets the answer as an order. */
        post: operations["answer_escalation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/escalations/{escalation}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that it is over. */
        post: operations["resolve_escalation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follows the events of the organisation, from the one after `Last-Event-ID` on; without it, from now on. */
        get: operations["follow_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists standing leave, newest first. */
        get: operations["list_grants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/grants/{grant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One grant. */
        get: operations["show_grant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/grants/{grant}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes a grant: it releases nothing from then on. */
        post: operations["revoke_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists invitations, newest first, those that were accepted or revoked too. */
        get: operations["list_invitations"];
        put?: never;
        /** Invites somebody. The link is in this answer and nowhere else; it works once, for seven days. */
        post: operations["create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/invitations/{invitation}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes an invitation. Somebody who was invited stays a member: remove them apart. */
        post: operations["revoke_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds log lines: of the runs, tasks and agents that the caller may see, and the server's own for owners of the local organisation. */
        get: operations["search_logs"];
        put?: never;
        /**
         * Writes lines to the logs of runs, tasks and agents. They are on disk when this answers. Sent again under the same Idempotency-Key they stand
         *     there once, whatever became of the first answer; after a kill in between a part may stand there until then. What looks like a secret is
         *     replaced.
         */
        post: operations["append_logs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/logs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every line that the filter wants, as it is stored, one a line, oldest first, compressed (zstd). When some cannot be read, or other
         *     servers keep logs of their own, the last line is the server's, with the source `log.export.incomplete` and the list `problems` among its
         *     fields.
         */
        get: operations["export_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/logs/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follows log lines as they are written, from the one after `Last-Event-ID` on; without it from now on, or from the `last` lines. */
        get: operations["follow_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/logs/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts log lines of each level over time, in buckets. Of the last hour unless told otherwise. */
        get: operations["count_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/logs/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the holds on log lines, newest first, lifted ones too. */
        get: operations["list_holds"];
        put?: never;
        /** Keeps the log lines of a span of time from being removed, whatever their age. */
        post: operations["place_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/logs/holds/{hold}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lifts a hold: what it alone kept is removed when its time is over. */
        post: operations["lift_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/logs/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sums up log lines: how many of each level and source, the commonest errors, starts of the server, the slowest requests. Of the last
         *     hour unless told otherwise.
         */
        get: operations["summarise_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists those who are members now, the last to join first. */
        get: operations["list_members"];
        put?: never;
        /** Adds a person to the organisation. */
        post: operations["add_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One member; one who was removed can still be looked at. */
        get: operations["show_member"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/members/{member}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes what a member may do. What is left out stays. */
        post: operations["change_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/members/{member}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a member, with everything that lets them act. */
        post: operations["remove_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Searches the messages that the caller may see, newest first. */
        get: operations["search_history"];
        put?: never;
        /** Sends a message. When this is answered, it is on disk. */
        post: operations["send_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/messages/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One message. */
        get: operations["show_message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/messages/{message}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases what a message says; its digest stays, in the history and in the ledger. */
        post: operations["erase_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/messages/{message}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists to whom a message was delivered, and what they made of it. */
        get: operations["list_receipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/messages/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends up to 1,000 messages together. Each has its own answer: some may be refused while others are sent. */
        post: operations["send_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/messages/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a message and waits for the reply to it. Whoever is handed the message sends its answer to the message's `reply_to`, with the
         *     message's `correlation`.
         */
        post: operations["request_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/notification-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller chose to be told of, how, when not, and where to. */
        get: operations["show_notification_settings"];
        /** Chooses anew what the caller is told of. */
        put: operations["choose_notifications"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what the caller was told of, newest first. */
        get: operations["list_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks what the caller was told of as seen: one notification, or all. */
        post: operations["read_notifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/pairings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists pairings, by name. */
        get: operations["list_pairings"];
        put?: never;
        /** Makes a pairing. What is said from now on is carried over. */
        post: operations["make_pairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/pairings/{pairing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A pairing, by its name. */
        get: operations["show_pairing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/pairings/{pairing}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carries nothing over any more. */
        post: operations["disable_pairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/pairings/{pairing}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uses a pairing again. What was said meanwhile is not carried over. */
        post: operations["enable_pairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/pairings/{pairing}/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a file that a message of the pairing brought. */
        get: operations["get_pairing_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/pairings/{pairing}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a pairing. */
        post: operations["remove_pairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what agents ask of people, newest first. */
        get: operations["list_permissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/permissions/{permission}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One permission, with the exact arguments for those who may decide. */
        get: operations["show_permission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/permissions/{permission}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a question: the agent hears it on its channel. */
        post: operations["answer_permission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/permissions/{permission}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves exactly the call that was seen, once; and its like, where that is said. */
        post: operations["approve_permission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/permissions/{permission}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects the call. */
        post: operations["reject_permission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/permissions/{permission}/request-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does not approve: the agent is told what to do otherwise. */
        post: operations["request_permission_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists projects, newest first. */
        get: operations["list_projects"];
        put?: never;
        /** Opens a project from a brief. */
        post: operations["create_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project. */
        get: operations["show_project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects/{project}/brief": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The brief of a project, as Markdown. */
        get: operations["show_brief"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects/{project}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renames a project, puts it away or takes it out again. What is left out stays. */
        post: operations["change_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects/{project}/constraints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Binds what starts later in every run of a project. */
        post: operations["constrain_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects/{project}/repository": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Has the work of a project begin from a git repository on the server's machine. Work under way keeps what it began from. */
        put: operations["set_repository"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects/{project}/repository/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has the work of a project begin from no repository. Work under way keeps what it began from. */
        post: operations["clear_repository"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/projects/{project}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts a run of a project. */
        post: operations["start_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what each craft is told, in the order of a run. */
        get: operations["list_prompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/prompts/{craft}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a craft is told now, or was told by a version, with its text. */
        get: operations["show_prompt"];
        put?: never;
        /** Publishes the next version of a craft's prompt: attempts that start from now on are told it. */
        post: operations["publish_prompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/prompts/{craft}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a prompt without publishing it, and shows what it would say. */
        post: operations["check_prompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/prompts/{craft}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has a craft told the built-in prompt again. */
        post: operations["reset_prompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/prompts/{craft}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions that the organisation published for a craft, newest first. */
        get: operations["list_prompt_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/received-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what came in, newest first, with what the rules decided. */
        get: operations["list_received_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/received-events/{received}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Something that came in, with what the rules decided. */
        get: operations["show_received_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/received-events/{received}/body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent, as it was sent. */
        get: operations["get_received_body"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/received-events/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in again what came in before, at most 200 in one call: the rules that are in force now are asked. */
        post: operations["redeliver_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the organisation another name. */
        post: operations["rename_organisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists reviews, newest first. */
        get: operations["list_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One review, with everything that a decision needs. */
        get: operations["show_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves exactly what was seen. */
        post: operations["approve_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/ask-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks again about a review that nobody decided in time. */
        post: operations["ask_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/break-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves alone in an emergency. Somebody else has to look at it afterwards. */
        post: operations["break_glass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/constrain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds constraints, which bind everything that starts later, and leaves the review open. */
        post: operations["constrain_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's own drafts on a review, and those from earlier reviews of its stage that were not sent, each where its line went. */
        get: operations["list_drafts"];
        put?: never;
        /** Begins a note on a line of what is under review. */
        post: operations["begin_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/drafts/{draft}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a draft another text; refused when it was changed elsewhere since it was read. */
        put: operations["change_draft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/drafts/{draft}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Discards a draft; refused when it was changed elsewhere since it was read. Answers those that are left. */
        post: operations["discard_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the stage back for a fresh attempt that sees nothing of this one. */
        post: operations["regenerate_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects: the stage and the run fail. */
        post: operations["reject_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/request-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the stage back with comments: the next attempt sees them and the last attempt's work. */
        post: operations["request_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/{review}/second-look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms or contests an emergency approval. */
        post: operations["second_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/reviews/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves several reviews of low risk, all of them or none. */
        post: operations["approve_reviews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules in force; version 0 when none were ever written. */
        get: operations["show_rules"];
        /** Writes the rules anew: the next event is asked of them. `If-Match` is the version that was read. */
        put: operations["write_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/rules/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether rules can be written, with every fault, its line and its column; nothing is written. */
        post: operations["check_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/rules/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What rules would do about an event; nothing is sent or remembered. */
        post: operations["test_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists runs, newest first. */
        get: operations["list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run. */
        get: operations["show_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the artifacts of a run, newest versions. */
        get: operations["list_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the attempts of a run, oldest first. */
        get: operations["list_attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The budget of a run. */
        get: operations["show_budget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/budget/raise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raises what a run may spend; stages that waited for money go on. */
        post: operations["raise_budget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a run for good. */
        post: operations["cancel_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/constraints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what binds a run, oldest first: its own constraints, its project's and its organisation's. */
        get: operations["list_constraints"];
        put?: never;
        /** Binds what starts later in a run. */
        post: operations["constrain_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pauses a run: nothing new starts in it. */
        post: operations["pause_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs a run again from its record alone, and compares every artifact byte by byte. Nothing is changed or paid. */
        post: operations["replay_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs again: from a stage of this run, or, without one, as a new run of the same template version and brief. */
        post: operations["rerun_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a paused run go on. */
        post: operations["resume_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/runs/{run}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a rollback would do. Nothing is changed. */
        get: operations["plan_rollback"];
        put?: never;
        /** Rolls a run back to a stage: later work is superseded, never erased. */
        post: operations["rollback_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the secrets that are kept, by name; never their values. */
        get: operations["list_secrets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/secrets/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets a secret, or gives it another value. What uses it takes the new value the next time. */
        put: operations["set_secret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/secrets/{secret}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a secret: its value is gone, and what refers to it finds none. */
        post: operations["remove_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists sessions, newest first: the caller's own, and everybody's for who may manage them. */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sessions/{session}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a session. */
        post: operations["revoke_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a link that signs the caller in once, within ten minutes, in a browser on the machine of the server. */
        post: operations["create_sign_in_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists sources, newest first. */
        get: operations["list_sources"];
        put?: never;
        /** Makes a source. Its address and its secret are shown this once. */
        post: operations["make_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A source, by its name or its id. */
        get: operations["show_source"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes nothing of a source any more, until it is enabled. */
        post: operations["disable_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes what a source sends again. */
        post: operations["enable_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes events to a source of the kind `publish`, all or none. */
        post: operations["publish_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a source send more, or less. */
        post: operations["set_source_rate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a source: its address is nothing any more. What came in stays for its time. */
        post: operations["remove_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}/retire-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a rotation: the older secret proves nothing any more. */
        post: operations["retire_source_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/sources/{source}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a source another secret. The one before stays good until it is retired, or the source is rotated again. */
        post: operations["rotate_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/standard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The standard in force; version 0 when none was ever published. */
        get: operations["show_standard"];
        put?: never;
        /** Publishes the next version of the standard: it binds every run that starts later. */
        post: operations["publish_standard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/standard/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a standard without publishing it: whether it can be, and what it would change in every template. */
        post: operations["check_standard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many runs, tasks and reviews stand how, the log lines of the last hour, and how the process that answers does. */
        get: operations["show_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists subscriptions, by name. */
        get: operations["list_subscriptions"];
        put?: never;
        /** Makes a subscription. Its secret is shown this once. */
        post: operations["make_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A subscription, by its name. */
        get: operations["show_subscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells a subscription at another address from now on, with the same secret: what waits for it goes there too, at once. One that was disabled stays so
         *     until it is enabled.
         */
        post: operations["replace_subscription_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends nothing to a subscription any more: what happens goes on being kept for it. */
        post: operations["disable_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uses a subscription again: what waits for it is sent. */
        post: operations["enable_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a subscription, and with it its address and its secrets. */
        post: operations["remove_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a subscription a new secret, shown this once. Until the next time everything is signed with both. */
        post: operations["rotate_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends an event to a subscription that says what it is; the delivery, which goes its way from here. */
        post: operations["test_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/subscriptions/{subscription}/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells a subscription of other types of events. */
        post: operations["set_subscription_types"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/summaries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists summaries of the log, by name. */
        get: operations["list_summaries"];
        put?: never;
        /** Makes a summary of the log: on its schedule, the source `dreamos` tells the rules what happened since the last one. */
        post: operations["make_summary"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/summaries/{summary}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a summary of the log. */
        post: operations["remove_summary"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/swarm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is captain, and whether all agents are stopped. */
        get: operations["show_swarm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/swarm/broadcast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives every agent an order, which each reads before anything else. */
        post: operations["broadcast_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/swarm/captain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a person or an agent captain, or nobody. */
        post: operations["set_captain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/swarm/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts the agents again after all were stopped. */
        post: operations["start_all_agents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/swarm/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops every agent, until somebody starts them again: over restarts of the server too. */
        post: operations["stop_all_agents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/task-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many tasks may run at once. */
        get: operations["show_task_limits"];
        put?: never;
        /** Sets or lifts how many tasks of a role, of a project, or of the organisation may run at once. */
        post: operations["set_task_limit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tasks, newest first. */
        get: operations["list_tasks"];
        put?: never;
        /** Creates a task. */
        post: operations["create_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task, with its texts and its history. */
        get: operations["show_task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels a task, whatever it waits for, and everything below it if asked. Its worker learns it with the next heartbeat. */
        post: operations["cancel_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assigns, reprioritises, pauses or resumes an open task, or changes what it depends on. */
        post: operations["change_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands the work on a task in. */
        post: operations["complete_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/dependencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a task waits for, and who waits for it: 500 tasks at most. */
        get: operations["show_task_dependencies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that an attempt failed: another one follows after a wait, or the task is a dead letter. */
        post: operations["fail_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that the worker is still at it, and how far it has come; tells it whether the task was cancelled. */
        post: operations["heartbeat_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a task back without having failed: it can be claimed again at once. */
        post: operations["release_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/{task}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a failed task again, with all its attempts before it. */
        post: operations["retry_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Creates tasks, all or none of them. */
        post: operations["create_tasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claims tasks that suit a worker, each of which is then its own until its lease ends. With `wait`, stays until there is something. */
        post: operations["claim_tasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands the work on several tasks in. One that is refused does not hold up the others. */
        post: operations["complete_tasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tasks/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many tasks of the organisation there are of each status. */
        get: operations["count_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists teams, newest first. */
        get: operations["list_teams"];
        put?: never;
        /** Makes a team. */
        post: operations["create_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/teams/{team}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One team. */
        get: operations["show_team"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/teams/{team}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes a team's name, and the roles on projects that it gives its people. What is left out stays. */
        post: operations["change_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/teams/{team}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a member into a team. */
        post: operations["add_team_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/teams/{team}/members/{member}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a member out of a team. */
        post: operations["remove_team_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists templates by name: the organisation's own, and those that come with the product. */
        get: operations["list_templates"];
        put?: never;
        /** Publishes the next version of the template that the source names. */
        post: operations["publish_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/templates/{template}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest version of a template, with its source. */
        get: operations["show_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/templates/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a template without publishing it. */
        post: operations["validate_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tokens, newest first: the caller's own, and everybody's for who may manage them. */
        get: operations["list_tokens"];
        put?: never;
        /** Mints a token. Its text is in this answer and nowhere else. */
        post: operations["mint_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org}/tokens/{token}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes a token. */
        post: operations["revoke_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and the token that every changing request of this session carries as `X-CSRF-Token`. */
        get: operations["show_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs out: the session ends, and the browser forgets its cookie. */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the caller is to this server. */
        get: operations["show_whoami"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers. */
        get: operations["show_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is counted, for Prometheus. Needs a token unless the server listens on a loopback address. */
        get: operations["show_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process can do its work. */
        get: operations["show_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description How the caller signs in. */
        Account: {
            /** @description The login name; `null` when there is no account yet. */
            login?: string | null;
            password_set_at?: components["schemas"]["Time"] | null;
            /**
             * Format: int32
             * @description How many recovery codes are left.
             */
            recovery_codes_left: number;
            /** @description Whether a code is asked for besides the password. */
            second_factor: boolean;
        };
        /** @description Who caused an event. */
        Actor: {
            discord_link?: components["schemas"]["DiscordLinkId"] | null;
            /** @description Who. */
            id: components["schemas"]["PersonId"];
            session?: components["schemas"]["SessionId"] | null;
            token?: components["schemas"]["TokenId"] | null;
            /** @enum {string} */
            type: "person";
        } | {
            /** @description Its name. */
            name: string;
            /** @enum {string} */
            type: "agent";
        } | {
            /** @enum {string} */
            type: "system";
            /** @description Which part of it. */
            worker: string;
        };
        /** @description Adds a person to the organisation. */
        AddMember: {
            /** @description The name of somebody new: 1 to 100 characters. Either this or `person`. */
            name?: string | null;
            person?: components["schemas"]["PersonId"] | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description Puts a member into a team. */
        AddTeamMember: {
            /** @description The member. */
            member: components["schemas"]["MemberId"];
        };
        /** @description An agent. Where it has several processes, what it does is what the one does that most wants to be looked at; `processes` has them all. */
        Agent: {
            beat_at?: components["schemas"]["Time"] | null;
            /** @description Whether the server made it itself. */
            builtin: boolean;
            /** @description What else it is able to do. */
            capabilities: string[];
            /**
             * Format: int32
             * @description How many tasks it works on at once.
             */
            concurrency: number;
            /**
             * Format: int32
             * @description How often it crashed since it was registered.
             */
            crashes: number;
            /** @description What is wanted of it. */
            desired: components["schemas"]["Desired"];
            given_up?: components["schemas"]["AgentGivenUp"] | null;
            /** @description Its id. */
            id: components["schemas"]["AgentId"];
            /** @description Its name. */
            name: string;
            /** @description What it does. */
            observed: components["schemas"]["Observed"];
            /**
             * Format: int32
             * @description The id of its first process.
             */
            pid?: number | null;
            /** @description Its processes, one for each task that it may work on at once. */
            processes: components["schemas"]["AgentProcess"][];
            progress_at?: components["schemas"]["Time"] | null;
            /** @description The projects that it is held to; none means the whole organisation. */
            projects: components["schemas"]["ProjectId"][];
            /** @description Why, where that says more than the word. */
            reason?: string | null;
            /** @description When it was registered. */
            registered_at: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description How often a process was started in place of one that had ended.
             */
            restarts: number;
            /** @description What it does: a craft of the templates, or any word that tasks ask for. */
            role: string;
            /** @description What is started: `acp` or `llm`. */
            runtime: string;
            /** @description How strongly it is confined: `landlock`, `namespaces`; none while there is no process. */
            sandbox?: string | null;
            task?: components["schemas"]["TaskId"] | null;
            /** @description What its processes use and used. */
            usage: components["schemas"]["AgentUsage"];
        };
        /** @description An agent with its manifest. */
        AgentDetail: components["schemas"]["Agent"] & {
            /** @description The source of its manifest; none for a built-in agent. */
            manifest?: string | null;
            /** @description What its manifest says of its confinement, rules, tool servers and limits. */
            profile: components["schemas"]["AgentProfile"];
        };
        /** @description Why an agent is not started any more. */
        AgentGivenUp: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description A stable word: `crash_loop`, `not_started`, `restart_never`. */
            code: string;
            /** @description What happened, why, and what to do next. */
            why: string;
        };
        /**
         * @description The id of an agent.
         * @example agt_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        AgentId: string;
        /** @description What an agent may use up. What is none is what the server's configuration says. */
        AgentLimits: {
            /**
             * Format: int64
             * @description Processor time of all its processes, in seconds.
             */
            cpu_s?: number | null;
            /**
             * Format: int64
             * @description Memory of all its processes, in mebibytes.
             */
            memory_mb?: number | null;
            /**
             * Format: int32
             * @description Open files of each process.
             */
            open_files?: number | null;
            /**
             * Format: int64
             * @description What it may write to its output and error output together, in mebibytes.
             */
            output_mb?: number | null;
            /**
             * Format: int32
             * @description Processes and threads at once.
             */
            processes?: number | null;
            /**
             * Format: int64
             * @description Tokens that models may read and write for one task.
             */
            tokens?: number | null;
            /**
             * Format: int32
             * @description Turns in one task.
             */
            turns?: number | null;
            /**
             * Format: int64
             * @description How long a process of it may run, in seconds.
             */
            wall_clock_s?: number | null;
        };
        /** @description One process of an agent. */
        AgentProcess: {
            /** @description What it does. */
            observed: components["schemas"]["Observed"];
            /**
             * Format: int32
             * @description Its process id.
             */
            pid?: number | null;
            /** @description Why, where that says more than the word. */
            reason?: string | null;
            /** @description How strongly it is confined. */
            sandbox?: string | null;
            /** @description Since when. */
            since: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description Which of its places it has, from 0.
             */
            slot: number;
            started_at?: components["schemas"]["Time"] | null;
            task?: components["schemas"]["TaskId"] | null;
            /** @description The limits that were asked for and that nothing holds it to on this host. */
            unenforced: string[];
            /** @description What it uses and used. */
            usage: components["schemas"]["AgentUsage"];
        };
        /** @description What an agent's manifest says of its confinement, rules, tool servers and limits. It names secrets and holds none. */
        AgentProfile: {
            /**
             * Format: int64
             * @description How long it may have work and not get on with it until it is nudged, in seconds.
             */
            idle_timeout_s: number;
            /** @description What it may use up. */
            limits: components["schemas"]["AgentLimits"];
            /** @description What it may do without asking, must ask for, and may not do. Their order does not matter: `deny` beats `ask`, and `ask` beats `allow`. */
            rules: components["schemas"]["AgentRule"][];
            /** @description How it is confined. */
            sandbox: components["schemas"]["AgentSandbox"];
            /** @description The names of the secrets that its environment holds. */
            secrets: string[];
            /** @description Other tool servers that it is offered through the platform's. */
            servers: components["schemas"]["AgentServer"][];
        };
        /** @description One rule about tools. */
        AgentRule: {
            /** @description What the arguments must be like, all of it; none for any. */
            arguments: components["schemas"]["ArgumentPattern"][];
            /** @description What it says. */
            effect: components["schemas"]["ToolEffect"];
            /** @description The tools: a name, one with wildcards, or a kind of the agent protocol such as `execute`. */
            tool: string;
        };
        /** @description How an agent is confined. */
        AgentSandbox: {
            /** @description The hosts that it reaches through the server's proxy; none means no network. */
            hosts: string[];
            /** @description The least confinement: `limits`, `landlock`, `namespaces`; none for what the server demands. */
            level?: string | null;
            /** @description What it may read and execute beside the system's own programs. */
            readable: string[];
        };
        /** @description A tool server of somebody else's. Its tools are called `NAME__TOOL`. */
        AgentServer: {
            /** @description The program that is started for it, without its arguments; none for one that is reached over HTTP. */
            command?: string | null;
            /** @description Its name. */
            name: string;
            /** @description The names of the secrets that it is given. */
            secrets: string[];
            /**
             * Format: int64
             * @description How long one call of it may take, in seconds.
             */
            timeout_s: number;
            /** @description Where it is reached over HTTP, without what may prove somebody's identity; none for a command. */
            url?: string | null;
        };
        /** @description What an agent's processes use and used. */
        AgentUsage: {
            /** @description What they cost. */
            cost_usd: components["schemas"]["UsDollars"];
            /**
             * Format: int64
             * @description Processor time, in milliseconds.
             */
            cpu_ms: number;
            /**
             * Format: int64
             * @description Memory, in bytes.
             */
            memory_bytes: number;
            /**
             * Format: int64
             * @description What they wrote to output and error output, in bytes.
             */
            output_bytes: number;
            /**
             * Format: int32
             * @description Processes.
             */
            processes: number;
            /**
             * Format: int64
             * @description Tokens that models read and wrote for it.
             */
            tokens: number;
        };
        /**
         * @description The id of an alert.
         * @example alr_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        AlertId: string;
        /** @description Answers an escalation. */
        AnswerEscalation: {
            /** @description What the agent is told. */
            text: string;
        };
        /** @description Answers a question. */
        AnswerPermission: {
            /** @description The answer: one of those that the question offers, if it offers any. */
            text: string;
        };
        /** @description Lines that were written: they are on disk. */
        AppendedLogs: {
            /**
             * Format: int64
             * @description How many.
             */
            lines: number;
        };
        /** @description Lines to write, all or none of them. */
        AppendLogs: {
            /** @description The lines, 1 to 1,000, in their order. Each is of the moment in which it arrives. */
            lines: components["schemas"]["NewLogLine"][];
        };
        /** @description Approves exactly the bytes that were seen. */
        Approve: {
            /** @description For the record. */
            comment?: string | null;
            /** @description What binds everything that starts later. */
            constraints?: components["schemas"]["NewConstraint"][];
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
            /** @description The caller's drafts that go with it, each as it was seen: they become part of the comment. */
            drafts?: components["schemas"]["DraftAsSeen"][];
            on_behalf_of?: components["schemas"]["PersonId"] | null;
        };
        /** @description Approves several reviews of low risk, all of them or none. */
        ApproveAll: {
            /** @description Each review with what was seen under it. */
            reviews: components["schemas"]["ReviewAsSeen"][];
        };
        /** @description What came of approving several reviews. */
        ApprovedAll: {
            /**
             * Format: int32
             * @description How many were approved by the caller: all that were named.
             */
            approved: number;
        };
        /** @description Approves exactly the call that was seen, once. */
        ApprovePermission: {
            /** @description For the record. */
            comment?: string | null;
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
            grant?: components["schemas"]["GrantForLike"] | null;
        };
        /**
         * @description What one place of the arguments must be like: exactly one of `equals`, `prefix` and `glob`.
         *
         *     A wildcard never stands for what joins commands in a shell (`;`, `&`, `|`, line breaks) or leads out of a folder (`..`).
         */
        ArgumentPattern: {
            /** @description The place, as a JSON Pointer (RFC 6901): `/command`. */
            at: string;
            /** @description Exactly this value. */
            equals?: unknown;
            /** @description A text like this, where `*` stands for any letters. */
            glob?: string | null;
            /** @description A text that begins so. */
            prefix?: string | null;
        };
        /** @description One version of an artifact: by default the newest. */
        Artifact: {
            /**
             * Format: int32
             * @description The number of the newest approved version.
             */
            approved_version?: number | null;
            /** @description When the version was made. */
            created_at: components["schemas"]["Time"];
            /** @description Whether the list of its files is damaged or gone: `files` is empty then, and a backup must bring it back. */
            damaged: boolean;
            /** @description The digest of the version's file list. */
            digest: components["schemas"]["Sha256"];
            /** @description The files, sorted by path. */
            files: components["schemas"]["ArtifactFile"][];
            /** @description The artifact's id, the same for all its versions. */
            id: components["schemas"]["ArtifactId"];
            /** @description The exact versions it was made from. */
            inputs: components["schemas"]["ArtifactRef"][];
            /** @description `document`, `tree`, `report` or `bundle`. */
            kind: string;
            /** @description The media type of a single file, else that of the file list. */
            media_type: string;
            /** @description Its name in the template. */
            name: string;
            /** @description Who or what made this version. */
            produced_by: components["schemas"]["ProducedBy"];
            /** @description The run it belongs to. */
            run: components["schemas"]["RunId"];
            /**
             * Format: int32
             * @description The version's number, from 1.
             */
            version: number;
            /** @description The version's id. */
            version_id: components["schemas"]["VersionId"];
        };
        /** @description One file of a version. */
        ArtifactFile: {
            /** @description The digest of its bytes. */
            digest: components["schemas"]["Sha256"];
            /** @description Whether it may be executed. */
            executable: boolean;
            /** @description Its path, relative, with `/`. */
            path: string;
            /**
             * Format: int64
             * @description Its length in bytes.
             */
            size: number;
        };
        /**
         * @description The id of an artifact.
         * @example art_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        ArtifactId: string;
        /** @description One version, named. */
        ArtifactRef: {
            /** @description The version's digest. */
            digest: components["schemas"]["Sha256"];
            /** @description The artifact's id. */
            id: components["schemas"]["ArtifactId"];
            /** @description Its name. */
            name: string;
            /**
             * Format: int32
             * @description The version's number.
             */
            version: number;
        };
        /** @description Asks again after a review has expired. */
        AskAgain: Record<string, never>;
        /** @description An attempt. */
        Attempt: {
            /** @description What it produced. */
            artifacts: components["schemas"]["ArtifactRef"][];
            /** @description Its model calls. */
            calls: components["schemas"]["ModelCall"][];
            /** @description What the machine checked. */
            checks: components["schemas"]["Check"][];
            /** @description The constraints that bound it. */
            constraints: components["schemas"]["ConstraintId"][];
            /** @description What it cost. */
            cost_usd: components["schemas"]["UsDollars"];
            feedback?: components["schemas"]["ReviewId"] | null;
            finished_at?: components["schemas"]["Time"] | null;
            /** @description Its id. */
            id: components["schemas"]["AttemptId"];
            /**
             * Format: int64
             * @description How many tokens its models read, from a cache or not.
             */
            input_tokens: number;
            /** @description The exact versions it started from. */
            inputs: components["schemas"]["ArtifactRef"][];
            /** @description What went wrong, in a sentence. */
            message?: string | null;
            /** @description The model that was asked. */
            model?: string | null;
            /**
             * Format: int32
             * @description Its number at that stage, from 1.
             */
            number: number;
            /**
             * Format: int64
             * @description How many they wrote, hidden reasoning included.
             */
            output_tokens: number;
            prompt?: components["schemas"]["Sha256"] | null;
            reason?: components["schemas"]["Reason"] | null;
            /** @description The approvals that its start rests on. */
            rests_on: components["schemas"]["ReviewId"][];
            /** @description The run. */
            run: components["schemas"]["RunId"];
            /** @description The stage's name. */
            stage: string;
            /** @description When it started. */
            started_at: components["schemas"]["Time"];
            /** @description Where it stands. */
            status: components["schemas"]["Status"];
        };
        /**
         * @description How an attempt at a task ended.
         * @enum {string}
         */
        AttemptEnding: "completed" | "failed" | "released" | "cancelled";
        /**
         * @description The id of an attempt.
         * @example att_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        AttemptId: string;
        /** @description The outcome of `audit verify`. */
        AuditReport: {
            /** @description The first place that is not as it was written. */
            broken_at?: string | null;
            /**
             * Format: int64
             * @description How many entries were checked.
             */
            events: number;
            /** @description The root of the Merkle tree over them (RFC 6962). */
            head: components["schemas"]["Sha256"];
            /** @description Whether every entry and the tree head are as they were written. */
            result: components["schemas"]["AuditResult"];
        };
        /**
         * @description Whether the ledger is whole.
         * @enum {string}
         */
        AuditResult: "intact" | "broken" | "empty";
        /** @description Begins a draft. */
        BeginDraft: {
            /** @description The artifact, one of those under review. */
            artifact: components["schemas"]["ArtifactId"];
            /**
             * Format: int32
             * @description The line, from 1; the whole file without it.
             */
            line?: number | null;
            /** @description The file's path. */
            path: string;
            /** @description What is written so far: at most 16 KiB. */
            text: string;
        };
        /** @description Approves alone in an emergency. Somebody else has to look at it afterwards. */
        BreakGlass: {
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
            /** @description Why it could not wait. */
            reason: string;
        };
        /** @description Something that the organisation is told about its own bridge or log. */
        BridgeAlert: {
            /** @description Its id. */
            id: components["schemas"]["AlertId"];
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /** @description Its name. */
            name: string;
            raised_at?: components["schemas"]["Time"] | null;
            /** @description Why, as of then. */
            raised_because?: string | null;
            /** @description What is watched. */
            watch: components["schemas"]["BridgeWatch"];
        };
        /** @description One message on its way to one destination or subscription, with all that became of it. */
        BridgeDelivery: {
            ended_at?: components["schemas"]["Time"] | null;
            event?: components["schemas"]["ReceivedId"] | null;
            /** @description What became of it so far, the oldest first. */
            history: components["schemas"]["BridgeDeliveryNote"][];
            /** @description Its id. */
            id: components["schemas"]["DeliveryId"];
            /** @description The other side's id of the message. */
            message?: string | null;
            next_try_at?: components["schemas"]["Time"] | null;
            /** @description When what led to it was received. */
            received_at: components["schemas"]["Time"];
            /** @description The rule that planned it, or what else did. */
            rule: string;
            sent_at?: components["schemas"]["Time"] | null;
            /**
             * @description Where it stands: `queued`, `sending`, `sent`, `edited`, `failed`, `unknown` (it may have arrived, and nobody knows), `cancelled` or `dead` (it was
             *     tried for too long).
             */
            status: string;
            /** @description The name of the destination or subscription. */
            to: string;
            /**
             * Format: int32
             * @description How often it was tried.
             */
            tries: number;
            /** @description What is sent. */
            what: Record<string, never>;
        };
        /** @description One thing that became of a delivery. */
        BridgeDeliveryNote: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Where it stood from then on. */
            status: string;
            /** @description Why; empty where the status says it. */
            why: string;
        };
        /** @description How a destination or subscription does. Counts are of what was received within the last day; what waits counts however old it is. */
        BridgePlace: {
            /**
             * Format: int64
             * @description How many wait.
             */
            backlog: number;
            /** @description How many deliveries stand how, by their status. */
            deliveries: {
                [key: string]: number;
            };
            /** @description Why nothing is sent to it. */
            disabled_reason?: string | null;
            /**
             * @description What it is: `discord_channel`, `discord_webhook`, `slack_webhook`, `slack_channel`, `outgoing`, `channel` or `subscription`;
             *     `missing` for a name that rules use and that is not there.
             */
            kind: string;
            last_at?: components["schemas"]["Time"] | null;
            /** @description Its name. */
            name: string;
            /**
             * Format: double
             * @description How long after its cause was received the first request left, for half of the last thousand, in milliseconds.
             */
            p50_ms?: number | null;
            /**
             * Format: double
             * @description The same for all but a hundredth of them.
             */
            p99_ms?: number | null;
            /**
             * Format: double
             * @description How many a minute ended within the last day.
             */
            per_minute: number;
        };
        /** @description The plan of the bridge that an organisation is on, and how much of it is used. */
        BridgePlan: {
            /** @description Whether channels are bridged both ways, and commands are taken from Discord. */
            bidirectional: boolean;
            /**
             * Format: int32
             * @description How many sources and destinations there may be together; no limit when null.
             */
            bridges?: number | null;
            /**
             * Format: int64
             * @description How many sources and destinations there are.
             */
            bridges_used: number;
            /**
             * Format: int64
             * @description How many messages were delivered in it.
             */
            delivered: number;
            held_until?: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description How many messages are delivered in a month; no limit when null.
             */
            messages_per_month?: number | null;
            /** @description The month that is counted, in UTC, such as `2026-11`. */
            month: string;
            /** @description When the next one begins. */
            month_ends_at: components["schemas"]["Time"];
            /** @description The plan's name; `unlimited` is the built-in one. */
            name: string;
            /**
             * Format: int32
             * @description For how many days what came in, and what became of deliveries, is kept.
             */
            retention_days: number;
        };
        /** @description When a summary is told. */
        BridgeSchedule: {
            /** @description At every whole multiple of this since 1970 in UTC, such as `1h`; at least `5m`. */
            every: string;
        } | {
            /** @description At these times of day. */
            at: {
                /** @description Local times, such as `09:00`. */
                times: string[];
                /** @description Whose local time, by its IANA name, such as `Europe/Berlin`. */
                zone: string;
            };
        };
        /** @description How a source does. */
        BridgeSource: {
            /**
             * Format: int64
             * @description How many of them wait for the rules to be asked.
             */
            backlog: number;
            last_at?: components["schemas"]["Time"] | null;
            last_refusal?: components["schemas"]["RefusedRequest"] | null;
            /** @description Its name. */
            name: string;
            /**
             * Format: double
             * @description How long after an event came the first request of what it led to left, for half of what the last thousand events led to, in milliseconds.
             */
            p50_ms?: number | null;
            /**
             * Format: double
             * @description The same for all but a hundredth of it.
             */
            p99_ms?: number | null;
            /**
             * Format: double
             * @description How many a minute came within the last five minutes.
             */
            per_minute_5?: number;
            /**
             * Format: double
             * @description How many a minute came within the last hour.
             */
            per_minute_60?: number;
            /**
             * Format: int64
             * @description How many events came within the last day.
             */
            received: number;
            /**
             * Format: int64
             * @description How many requests were refused within the last day: with a wrong proof, a body that cannot be read, or more than the source may send.
             */
            refused?: number;
        };
        /** @description How the bridge of an organisation does. */
        BridgeStatus: {
            /** @description The alerts that are raised, by name. */
            alerts?: components["schemas"]["RaisedAlert"][];
            /** @description Where messages go, by name. */
            destinations: components["schemas"]["BridgePlace"][];
            /** @description What comes in, by name. */
            sources: components["schemas"]["BridgeSource"][];
        };
        /** @description A summary of the log that is told to the rules on a schedule. */
        BridgeSummary: {
            /** @description Its id. */
            id: components["schemas"]["SummaryId"];
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /** @description Its name. */
            name: string;
            /** @description When it is told. */
            schedule: components["schemas"]["BridgeSchedule"];
            /** @description Whether it also says what stands in the server's own log: so it is when whoever made it may read that. */
            server: boolean;
        };
        /** @description How much there was of something in a month. */
        BridgeUsage: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description The month in UTC, such as `2026-11`. */
            month: string;
            /** @description Of which source or destination, when it was asked for by name; empty for what was counted before names were. */
            name?: string | null;
            /** @description What was counted: `received`, events that came in from sources and were planned; `delivered`, messages that arrived. */
            what: string;
        };
        /** @description What an alert watches. */
        BridgeWatch: {
            /**
             * Format: int32
             * @description For how many minutes, up to 10080.
             */
            minutes: number;
            /** @description The source's name. */
            source: string;
            /** @enum {string} */
            what: "silent_source";
        } | {
            /** @description For which destination or subscription; for all of them together when left out. */
            destination?: string | null;
            /**
             * Format: int64
             * @description More than so many.
             */
            over: number;
            /** @enum {string} */
            what: "backlog";
        } | {
            /** @description Its name. */
            destination: string;
            /**
             * Format: int64
             * @description At least so many failures.
             */
            failures: number;
            /**
             * Format: int32
             * @description Within so many minutes, up to 10080.
             */
            minutes: number;
            /** @enum {string} */
            what: "failing_destination";
        } | {
            /** @description Only those whose proof was missing, wrong or old: what forgeries are refused for. */
            forged?: boolean;
            /**
             * Format: int64
             * @description At least so many.
             */
            least: number;
            /**
             * Format: int32
             * @description Within so many minutes, from 5 to 10080; they are counted in spans of five.
             */
            minutes: number;
            /** @description Of which source; of all of them together when left out. */
            source?: string | null;
            /** @enum {string} */
            what: "refusals";
        } | {
            /**
             * Format: int32
             * @description How many times the average of the twelve spans of that length before.
             */
            factor: number;
            /**
             * Format: int64
             * @description And at least so many.
             */
            least: number;
            /**
             * Format: int32
             * @description How many minutes are counted together, up to 360.
             */
            minutes: number;
            /** @enum {string} */
            what: "log_spike";
        };
        /** @description An agent to whom an order could not be sent. */
        BroadcastFailure: {
            /** @description Its name. */
            agent: string;
            /** @description Why. */
            why: string;
        };
        /** @description Gives every agent an order. */
        BroadcastOrder: {
            /** @description What they are told. */
            text: string;
        };
        /** @description What became of an order to every agent. */
        BroadcastResult: {
            /** @description Those to whom it could not be sent. */
            failed: components["schemas"]["BroadcastFailure"][];
            /**
             * Format: int32
             * @description How many agents it was sent to.
             */
            sent: number;
        };
        /** @description An approval that went round the gate. */
        BrokenGlass: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Who. */
            person: components["schemas"]["PersonId"];
            /** @description Why. */
            reason: string;
            /** @description How the second look ended: `confirm` or `contest`; `null` while it is due. */
            second_look?: string | null;
            /** @description Until when somebody else must look at it. */
            second_look_due: components["schemas"]["Time"];
        };
        /** @description The budget of a run. */
        Budget: {
            /** @description The most it may spend. */
            cap_usd: components["schemas"]["UsDollars"];
            /** @description Held for calls that have not ended. */
            reserved_usd: components["schemas"]["UsDollars"];
            /** @description The run. */
            run: components["schemas"]["RunId"];
            /** @description Spent by calls that have ended. */
            spent_usd: components["schemas"]["UsDollars"];
        };
        /** @description Which deliveries to take back: those that wait and that all of these are true of. */
        CancelDeliveries: {
            /** @description Where to go on: the `next` of the call before. */
            cursor?: string | null;
            event?: components["schemas"]["ReceivedId"] | null;
            since?: components["schemas"]["Time"] | null;
            /** @description To the destination or subscription of this name. */
            to?: string | null;
            until?: components["schemas"]["Time"] | null;
        };
        /** @description Deliveries that were taken back. */
        CancelledDeliveries: {
            /** @description Those that waited, the newest first. */
            ids: components["schemas"]["DeliveryId"][];
            /** @description Where to go on; `null` when these were all. */
            next?: string | null;
        };
        /** @description Cancels a run for good. */
        CancelRun: {
            /**
             * @description Why, for the record.
             * @default null
             */
            reason?: string | null;
        };
        /** @description Cancels a task. */
        CancelTask: {
            /** @description Why, for the record. */
            reason?: string | null;
            /** @description Whether everything below it is cancelled too. Of a large tree the rest follows behind the answer. */
            tree?: boolean;
        };
        /** @description Who leads the agents. */
        Captain: {
            /** @description Who. */
            id: components["schemas"]["PersonId"];
            /** @description What they are called. */
            name?: string | null;
            /** @enum {string} */
            type: "person";
        } | {
            /** @description Which. */
            id: components["schemas"]["AgentId"];
            /** @description Its name. */
            name: string;
            /** @description What it may do beyond other agents. */
            rights: components["schemas"]["CaptainRight"][];
            /** @enum {string} */
            type: "agent";
        };
        /**
         * @description What an agent that is captain may do beyond other agents.
         * @enum {string}
         */
        CaptainRight: "order" | "assign" | "answer" | "manage" | "stop_all";
        /** @description Gives a draft another text. */
        ChangeDraft: {
            /**
             * Format: int64
             * @description The `edit` that it is based on.
             */
            edit: number;
            /** @description The text. */
            text: string;
        };
        /** @description Changes what a member may do. What is left out stays. */
        ChangeMember: {
            /**
             * @description Roles on projects to grant.
             * @default []
             */
            grant?: components["schemas"]["ProjectRole"][];
            /**
             * @description Projects on which to take the member's own role away.
             * @default []
             */
            revoke?: components["schemas"]["ProjectId"][];
            /** @default null */
            role?: components["schemas"]["Role"] | null;
        };
        /** @description Changes a project. What is left out stays. */
        ChangeProject: {
            /**
             * @description Whether it is put away: no run starts in it then, and those under way go on.
             * @default null
             */
            archived?: boolean | null;
            /**
             * @description The new name.
             * @default null
             */
            name?: string | null;
        };
        /** @description Changes an open task. What is left out stays. */
        ChangeTask: {
            /** @description What it depends on, too. */
            add_dependencies?: components["schemas"]["TaskId"][];
            /** @description The worker it is assigned to by name. */
            assignee?: string | null;
            /** @description Whether it rests: nobody claims it then. */
            paused?: boolean | null;
            priority?: components["schemas"]["Priority"] | null;
            /** @description What it no longer depends on. */
            remove_dependencies?: components["schemas"]["TaskId"][];
            /** @description Whether it is assigned to nobody by name from now on. */
            unassign?: boolean;
        };
        /** @description Changes a team. What is left out stays. */
        ChangeTeam: {
            /**
             * @description Roles on projects to grant to its people.
             * @default []
             */
            grant?: components["schemas"]["ProjectRole"][];
            /**
             * @description The new name: gates that ask for the team by its old one no longer do.
             * @default null
             */
            name?: string | null;
            /**
             * @description Projects on which to take the team's role away.
             * @default []
             */
            revoke?: components["schemas"]["ProjectId"][];
        };
        /** @description A channel. */
        Channel: {
            /**
             * Format: int64
             * @description How many bytes their bodies take.
             */
            bytes: number;
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description The sequence of the oldest message it still has; one more than `last` when it is empty.
             */
            first: number;
            /**
             * Format: int64
             * @description The sequence of its newest message; 0 before the first.
             */
            last: number;
            /**
             * Format: int64
             * @description How many messages it has.
             */
            messages: number;
            /** @description Its name: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`. */
            name: string;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description How long and how many messages it keeps. */
            settings: components["schemas"]["ChannelSettings"];
        };
        /**
         * @description How long and how many messages a channel keeps. Messages past a `max_` are removed once no durable consumer owes an answer to them; a
         *     `hard_` limit holds whatever is owed. What is left out is as usual.
         */
        ChannelSettings: {
            /** @default null */
            hard_age?: components["schemas"]["TimeSpan"] | null;
            /**
             * Format: int64
             * @description The most bytes at any time: 64 GiB unless told otherwise.
             * @default 68719476736
             */
            hard_bytes?: number;
            /**
             * Format: int64
             * @description The most messages at any time: 50,000,000 unless told otherwise.
             * @default 50000000
             */
            hard_messages?: number;
            /** @default 30d */
            max_age?: components["schemas"]["TimeSpan"] | null;
            /**
             * Format: int64
             * @description The longest body in bytes, at most 262,144.
             * @default 262144
             */
            max_body?: number;
            /**
             * Format: int64
             * @description More bytes than this are not kept: 1 GiB unless told otherwise, any number when `null`.
             * @default 1073741824
             */
            max_bytes?: number | null;
            /**
             * Format: int64
             * @description More messages than this are not kept; any number when `null`.
             * @default null
             */
            max_messages?: number | null;
            /**
             * @description What happens to a message that is sent when one of the two is reached.
             * @default refuse
             */
            when_full?: components["schemas"]["WhenFull"];
        };
        /** @description One machine check and its outcome. */
        Check: {
            /** @description What failed, one sentence each. */
            failures: string[];
            /** @description Its name. */
            name: string;
            /** @description Whether it passed. */
            passed: boolean;
        };
        /** @description That rules can be written, and what is to be known of them. */
        CheckedRules: {
            /** @description What is no fault, and is to be known. */
            warnings: string[];
        };
        /** @description Checks a prompt without publishing it. */
        CheckPrompt: {
            /** @description Its text. */
            source: string;
        };
        /** @description Checks a standard without publishing it. */
        CheckStandard: {
            /** @description Its TOML. */
            source: string;
        };
        /** @description Names dead letters of a consumer. */
        ChooseDeadLetters: {
            /** @description Those of these messages, at most 100; all when left out. */
            messages?: components["schemas"]["MessageId"][] | null;
        };
        /** @description Chooses anew. */
        ChooseNotifications: {
            /** @description Where the choice differs from what is usual. */
            choices?: components["schemas"]["NotificationChoice"][];
            /** @description Where requests go, beginning with `https://`; none without it, unless it is kept. */
            hook?: string | null;
            /** @description Whether the address for requests stays as it is. */
            keep_hook?: boolean;
            /** @description Where mail goes; none without it. */
            mail?: string | null;
            quiet?: components["schemas"]["QuietHours"] | null;
            /**
             * Format: int32
             * @description After how many hours what still waits is told once more: 1 to 720; never without it.
             */
            remind_hours?: number | null;
            /** @description The caller's time zone, by its IANA name. */
            zone: string;
        };
        /** @description Puts an organisation on a plan. */
        ChooseTenantPlan: {
            /** @description The plan's name; the service's usual one when null. */
            plan?: string | null;
        };
        /** @description How many dead letters it was done to. */
        ChosenDeadLetters: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
        };
        /** @description A task that a worker got. */
        ClaimedTask: {
            /**
             * Format: int32
             * @description The attempt that began. Every word about it carries this number: once another one has begun, they are refused.
             */
            attempt: number;
            /** @description What is to be done. */
            body?: string | null;
            deadline?: components["schemas"]["Time"] | null;
            /** @description The tasks that were done before it. */
            depends_on: components["schemas"]["TaskId"][];
            /** @description Its id. */
            id: components["schemas"]["TaskId"];
            /** @description When the lease ends unless it is renewed. */
            lease_until: components["schemas"]["Time"];
            parent?: components["schemas"]["TaskId"] | null;
            /** @description How urgent it is. */
            priority: components["schemas"]["Priority"];
            project?: components["schemas"]["ProjectId"] | null;
            /** @description The role that works it. */
            role?: string | null;
            run?: components["schemas"]["RunId"] | null;
            /** @description Its title. */
            title: string;
        };
        /** @description What a worker got. */
        ClaimedTasks: {
            /** @description The tasks, the most urgent first; none when there is nothing for it now. */
            tasks: components["schemas"]["ClaimedTask"][];
        };
        /** @description What a worker asks for. */
        ClaimTasks: {
            /** @description What it is able to do. */
            capabilities?: string[];
            lease?: components["schemas"]["TimeSpan"] | null;
            /**
             * Format: int32
             * @description How many tasks it takes at most: 1 to 100, 1 unless told.
             */
            limit?: number | null;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description The roles it works in; any when left out. */
            roles?: string[];
            wait?: components["schemas"]["TimeSpan"] | null;
            /** @description What the worker calls itself: what is assigned to another name is not for it. */
            worker: string;
        };
        /** @description What became of one. */
        CompletedTask: {
            error?: components["schemas"]["ItemError"] | null;
            /** @description The task. */
            task: components["schemas"]["TaskId"];
        };
        /** @description What became of each. */
        CompletedTasks: {
            /**
             * Format: int32
             * @description How many were refused.
             */
            refused: number;
            /** @description One for each task, in the order of the request. */
            tasks: components["schemas"]["CompletedTask"][];
        };
        /** @description Hands work in. */
        CompleteTask: {
            /** @description The versions of artifacts that came of it. */
            artifacts?: components["schemas"]["VersionId"][];
            /**
             * Format: int32
             * @description The attempt. When left out the present one; and where nobody works on the task, the caller takes it up first.
             */
            attempt?: number | null;
            /** @description What came of it, in words. */
            output?: string | null;
            /** @description What the worker calls itself; any of the caller's when left out. */
            worker?: string | null;
        };
        /** @description Hands the work on several tasks in. */
        CompleteTasks: {
            /** @description One for each task, 500 at most. One that is refused does not hold up the others. */
            tasks: components["schemas"]["TaskCompletion"][];
        };
        /** @description A code, confirmed by the person whose account it is. */
        ConfirmDiscordLink: {
            /** @description The id of the account as it was looked at: a code of another account is refused. */
            account: string;
            /** @description The code. */
            code: string;
        };
        /** @description Confirms a second factor. */
        ConfirmSecondFactor: {
            /** @description The code that the device shows now. */
            code: string;
        };
        /** @description A connection. Its token is never shown. */
        Connection: {
            /** @description The application's id at Discord. */
            application: string;
            /** @description The user id of its bot. */
            bot: string;
            /** @description The bot's name. */
            bot_name: string;
            disabled_at?: components["schemas"]["Time"] | null;
            /** @description Why nothing is sent through it. */
            disabled_reason?: string | null;
            /** @description The servers in which slash commands are registered, by their ids. */
            guilds: string[];
            /** @description Its id. */
            id: components["schemas"]["ConnectionId"];
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /** @description Its name. */
            name: string;
            /** @description The application's public key, in hexadecimal. */
            public_key: string;
            /** @description Whether the bot may read what people write. */
            reads_messages: boolean;
        };
        /**
         * @description The id of a connection.
         * @example cnn_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        ConnectionId: string;
        /** @description Adds constraints and leaves the review open. */
        Constrain: {
            /** @description What binds everything that starts later; at least one. */
            constraints: components["schemas"]["NewConstraint"][];
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
        };
        /** @description A constraint. */
        Constraint: {
            /** @description When. */
            added_at: components["schemas"]["Time"];
            added_by?: components["schemas"]["PersonId"] | null;
            from_review?: components["schemas"]["ReviewId"] | null;
            /** @description Its id. */
            id: components["schemas"]["ConstraintId"];
            lifted_at?: components["schemas"]["Time"] | null;
            /** @description How far it reaches. */
            reach: components["schemas"]["ConstraintReach"];
            /** @description What the machine enforces. */
            rules: components["schemas"]["ConstraintRule"][];
            /** @description The text that every later prompt carries. */
            text: string;
        };
        /**
         * @description The id of a constraint.
         * @example con_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        ConstraintId: string;
        /** @description How far a constraint reaches. */
        ConstraintReach: {
            /** @description The run. */
            run: components["schemas"]["RunId"];
            /** @description The stages' names. */
            stages: string[];
            /** @enum {string} */
            type: "stages";
        } | {
            /** @description The run. */
            run: components["schemas"]["RunId"];
            /** @enum {string} */
            type: "run";
        } | {
            /** @description The project. */
            project: components["schemas"]["ProjectId"];
            /** @enum {string} */
            type: "project";
        } | {
            /** @enum {string} */
            type: "organisation";
        };
        /** @description A rule that the machine enforces. */
        ConstraintRule: {
            /** @description Its name; `*` stands for any letters. */
            tool: string;
            /** @enum {string} */
            type: "denied_tool";
        } | {
            /** @description A folder or a file: nothing may be at it or under it. */
            path: string;
            /** @enum {string} */
            type: "denied_path";
        } | {
            /** @description Its name; hosts below it are meant too. */
            host: string;
            /** @enum {string} */
            type: "denied_host";
        } | {
            /** @enum {string} */
            type: "max_cost";
            /** @description The limit. */
            usd: components["schemas"]["UsDollars"];
        } | {
            /** @description The artifact's name; empty for every document. */
            artifact: string;
            /** @description The heading, without `#`. */
            section: string;
            /** @enum {string} */
            type: "required_section";
        };
        /** @description A consumer: whoever uses its name shares its messages; every consumer gets each message. */
        Consumer: {
            /**
             * Format: int64
             * @description How many messages it has not been handed yet.
             */
            backlog: number;
            /**
             * Format: int64
             * @description How many channels that is now.
             */
            channels: number;
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description How many of its messages are dead letters.
             */
            dead: number;
            /** @description Its name. */
            name: string;
            /** @description The channel or pattern that it reads, such as `topic/build.*`. */
            pattern: string;
            /**
             * Format: int64
             * @description How many are in somebody's hands, or wait to be handed over again.
             */
            pending: number;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description How messages are handed to it. */
            settings: components["schemas"]["ConsumerSettings"];
            /** @description When it was last used; exact to a minute. */
            used_at: components["schemas"]["Time"];
        };
        /** @description How messages are handed to a consumer. What is left out is as usual. */
        ConsumerSettings: {
            /**
             * @description How long it may work on a message before that is handed over again: `30s` unless told otherwise.
             * @default 30s
             */
            ack_wait?: components["schemas"]["TimeSpan"];
            /**
             * @description How long the pause before the second try is; it doubles with each: `1s` unless told otherwise.
             * @default 1s
             */
            backoff?: components["schemas"]["TimeSpan"];
            /** @default null */
            idle?: components["schemas"]["TimeSpan"] | null;
            /**
             * @description The longest pause: `5m` unless told otherwise.
             * @default 5m
             */
            max_backoff?: components["schemas"]["TimeSpan"];
            /**
             * Format: int32
             * @description How often a message is handed over before it becomes a dead letter: 5 times unless told otherwise.
             * @default 5
             */
            max_deliveries?: number;
            /**
             * Format: int32
             * @description How many messages it may have at once without an answer: 1,000 unless told otherwise.
             * @default 1000
             */
            max_in_flight?: number;
            /**
             * @description Where it begins in channels that are there already: at new messages unless told otherwise.
             * @default new
             */
            start?: components["schemas"]["ConsumerStart"];
        };
        /**
         * @description Where a new consumer begins.
         * @enum {string}
         */
        ConsumerStart: "first" | "new";
        /** @description A consumer to make. */
        CreateConsumer: {
            /** @description Its name. */
            name: string;
            /** @description The channel or pattern that it reads, such as `topic/build.*`. */
            pattern: string;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description How messages are handed to it. */
            settings?: components["schemas"]["ConsumerSettings"];
        };
        /** @description Tasks that were created. */
        CreatedTasks: {
            /** @description Their ids, in the order of the request. */
            tasks: components["schemas"]["TaskId"][];
        };
        /** @description Opens a project. */
        CreateProject: {
            /** @description The brief, as Markdown: not empty, at most 1 MiB. */
            brief: string;
            /** @description What people will call it: 1 to 100 characters. */
            name: string;
            /**
             * @description The template of its runs.
             * @default software-delivery
             */
            template?: string;
        };
        /** @description Makes a team. */
        CreateTeam: {
            /** @description What people will call it: 1 to 100 characters. */
            name: string;
        };
        /** @description What a page in a browser needs to know of the session that it works in. */
        CurrentSession: {
            /** @description What every changing request of this session carries as `X-CSRF-Token`; `null` for a call with a token. */
            csrf_token?: string | null;
            /** @description When it ends if it is not used again. */
            expires_at: components["schemas"]["Time"];
            /** @description Whether the person has a login name and a password. */
            has_account: boolean;
            method?: components["schemas"]["SignInMethod"] | null;
            /** @description Their name. */
            name: string;
            /** @description The organisation: what API paths name. */
            org: components["schemas"]["OrgId"];
            /** @description Its name. */
            org_name: string;
            /** @description The person. */
            person: components["schemas"]["PersonId"];
            role?: components["schemas"]["Role"] | null;
            /** @description The server's version. */
            server_version: string;
            /** @description What the server runs: of everything else there are no pages. */
            serves: components["schemas"]["ServerParts"];
            session?: components["schemas"]["SessionId"] | null;
        };
        /** @description A message that a consumer could not do, or that expired before it did. */
        DeadLetter: {
            /** @description Since when. */
            at: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description How often it was handed over.
             */
            attempts: number;
            /** @description The consumer that could not do it. */
            consumer: string;
            /** @description What its last holder said, if it said why. */
            detail?: string | null;
            /** @description Whether what it says was changed since. */
            edited: boolean;
            /** @description The message, with its body as it was edited last. */
            message: components["schemas"]["Message"];
            /** @description Why it is dead. */
            reason: components["schemas"]["DeadReason"];
        };
        /**
         * @description Why a message is a dead letter.
         * @enum {string}
         */
        DeadReason: "deliveries" | "rejected" | "expired";
        /** @description Somebody who may decide. */
        Decider: {
            /** @description Their name. */
            name: string;
            /** @description Who. */
            person: components["schemas"]["PersonId"];
        };
        /** @description A delegation. */
        Delegation: {
            /** @description Whose right it is. */
            from: components["schemas"]["PersonId"];
            /** @description Its id. */
            id: components["schemas"]["DelegationId"];
            project?: components["schemas"]["ProjectId"] | null;
            revoked_at?: components["schemas"]["Time"] | null;
            /** @description Who may use it. */
            to: components["schemas"]["PersonId"];
            /** @description Until when. */
            until: components["schemas"]["Time"];
        };
        /**
         * @description The id of a delegation.
         * @example dlg_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        DelegationId: string;
        /** @description Messages that were handed over. */
        Deliveries: {
            /** @description The deliveries, those of one channel in its order. */
            items: components["schemas"]["Delivery"][];
        };
        /** @description A message that was handed over, to be answered before `deadline`. */
        Delivery: {
            /**
             * Format: int32
             * @description How often the message was handed to this consumer, this time included.
             */
            attempt: number;
            /** @description When it is handed over again unless it was answered. */
            deadline: components["schemas"]["Time"];
            /** @description The message. */
            message: components["schemas"]["Message"];
            /** @description What to answer with: whoever it was handed to later answers with another. */
            receipt: string;
        };
        /**
         * @description The id of a delivery of the bridge.
         * @example dlv_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        DeliveryId: string;
        /** @description The sample as it stands. */
        Demo: {
            /** @description Whether there is nothing left to do; until then, ask again when something happened. */
            complete: boolean;
            /** @description Its project. */
            project: components["schemas"]["ProjectId"];
            review?: components["schemas"]["ReviewId"] | null;
            /** @description Its run. */
            run: components["schemas"]["RunId"];
        };
        /**
         * @description What is wanted of an agent.
         * @enum {string}
         */
        Desired: "running" | "on_demand" | "stopped";
        /** @description A destination. */
        Destination: {
            disabled_at?: components["schemas"]["Time"] | null;
            /** @description Why nothing is sent to it. */
            disabled_reason?: string | null;
            /**
             * Format: int32
             * @description How many answers in a row were failures.
             */
            failures: number;
            /** @description The destination that is told when this one cannot be. */
            fallback?: string | null;
            /** @description Its id. */
            id: components["schemas"]["DestinationId"];
            last_arrived_at?: components["schemas"]["Time"] | null;
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /** @description Its name: what rules call it. */
            name: string;
            /** @description What it is. */
            to: components["schemas"]["DestinationKind"];
        };
        /**
         * @description The id of a destination.
         * @example dst_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        DestinationId: string;
        /** @description What a destination is. Addresses that are secrets in themselves are never shown. */
        DestinationKind: {
            /** @description The channel's id. */
            channel: string;
            /** @description The connection's name. */
            connection: string;
            /** @description Whether every message begins a post of its own there. */
            forum: boolean;
            /** @enum {string} */
            type: "discord_channel";
        } | {
            /** @enum {string} */
            type: "discord_webhook";
            /** @description The webhook's id. */
            webhook: string;
        } | {
            /** @description The host of its address. */
            host: string;
            /** @enum {string} */
            type: "slack_webhook";
        } | {
            /** @description The channel's id. */
            channel: string;
            /** @description The name of the source by which Slack tells what is said there. */
            source?: string | null;
            /** @description The workspace's id. */
            team: string;
            /** @enum {string} */
            type: "slack_channel";
        } | {
            /** @description The subscription's id. */
            subscription: string;
            /** @description The subscription's name. */
            subscription_name: string;
            /** @enum {string} */
            type: "outgoing";
        } | {
            /** @description Its name. */
            channel: string;
            /** @enum {string} */
            type: "channel";
        };
        /** @description A comparison of two versions, file by file. */
        Diff: {
            /** @description The artifact. */
            artifact: components["schemas"]["ArtifactId"];
            /** @description The files that differ, sorted by path. */
            files: components["schemas"]["DiffFile"][];
            /**
             * Format: int32
             * @description The older version's number.
             */
            from: number;
            /**
             * Format: int32
             * @description The newer version's number.
             */
            to: number;
            /** @description The whole as a unified diff. */
            unified: string;
        };
        /** @description One file that differs. */
        DiffFile: {
            /** @description It is not text, so it has no hunks. */
            binary: boolean;
            /** @description What happened to it. */
            change: components["schemas"]["FileChange"];
            /** @description The places that differ. */
            hunks: components["schemas"]["DiffHunk"][];
            new_digest?: components["schemas"]["Sha256"] | null;
            /** @description What it is, in the same way; null for one that is gone. */
            new_mode?: string | null;
            old_digest?: components["schemas"]["Sha256"] | null;
            /** @description What it was, as Git writes it: `100644` a file, `100755` one that may be executed; null for a new one. */
            old_mode?: string | null;
            /** @description Its path in the older version, when it was renamed. */
            old_path?: string | null;
            /** @description Its path in the newer version; in the older one when it was removed. */
            path: string;
            /** @description It was too large to compare line by line. */
            truncated: boolean;
        };
        /** @description One place that differs. */
        DiffHunk: {
            /** @description The lines. */
            lines: components["schemas"]["DiffLine"][];
            /**
             * Format: int32
             * @description How many newer lines.
             */
            new_lines: number;
            /**
             * Format: int32
             * @description The first newer line, from 1.
             */
            new_start: number;
            /**
             * Format: int32
             * @description How many older lines.
             */
            old_lines: number;
            /**
             * Format: int32
             * @description The first older line, from 1.
             */
            old_start: number;
        };
        /** @description One line of a hunk. */
        DiffLine: {
            /** @description Whether it is in both versions. */
            kind: components["schemas"]["LineKind"];
            /** @description Its parts in order; those that changed inside the line are marked. */
            spans: components["schemas"]["DiffSpan"][];
        };
        /** @description A part of a line. */
        DiffSpan: {
            /** @description Whether it differs from the line it stands against. */
            changed: boolean;
            /** @description Its text. */
            text: string;
        };
        /** @description Sends nothing to a destination or a subscription any more. */
        DisableDestination: {
            /** @description Why. */
            reason: string;
        };
        /** @description Why nothing is carried over by a pairing. */
        DisablePairing: {
            /** @description Why, for the record. */
            reason: string;
        };
        /** @description Takes nothing of a source any more. */
        DisableSource: {
            /** @description Why. */
            reason: string;
        };
        /** @description Discards a draft. */
        DiscardDraft: {
            /**
             * Format: int64
             * @description The `edit` that was seen.
             */
            edit: number;
        };
        /** @description A Discord account that acts as a person. */
        DiscordLink: {
            /** @description The account's id at Discord. */
            account: string;
            /** @description What it was called there when it was linked. */
            account_name: string;
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            ended_at?: components["schemas"]["Time"] | null;
            /** @description When it ends. */
            expires_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["DiscordLinkId"];
            /** @description What the person is called. */
            name: string;
            /** @description The person. */
            person: components["schemas"]["PersonId"];
            /** @description What may be done through it, at most. */
            scopes: components["schemas"]["TokenScope"][];
        };
        /**
         * @description The id of a linked Discord account.
         * @example dlk_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        DiscordLinkId: string;
        /** @description Where a replay left the record. */
        Divergence: {
            /** @description What differs: `call 3`, `artifact site: index.html`. */
            at: string;
            /**
             * Format: int32
             * @description The attempt's number.
             */
            attempt: number;
            recorded?: components["schemas"]["Sha256"] | null;
            replayed?: components["schemas"]["Sha256"] | null;
        };
        /** @description A note that its writer has not sent yet. Nobody else sees it. */
        Draft: {
            /** @description The artifact. */
            artifact: components["schemas"]["ArtifactId"];
            /** @description The artifact's name. */
            artifact_name: string;
            /**
             * Format: int32
             * @description The line in that version.
             */
            begun_at_line?: number | null;
            /**
             * Format: int32
             * @description The number of the version that its writer saw.
             */
            begun_on: number;
            /**
             * Format: int64
             * @description Grows with every change: a change names the one that it is based on.
             */
            edit: number;
            /** @description Its id. */
            id: components["schemas"]["DraftId"];
            /**
             * Format: int32
             * @description The line in the version that is under review now, from 1; `null` for a note on the whole file, and for an orphan.
             */
            line?: number | null;
            /** @description The file's path. */
            path: string;
            /** @description How its line got there. */
            place: components["schemas"]["DraftPlace"];
            /** @description What stood at that line. */
            quote?: string | null;
            /** @description The review during which it was begun. */
            review: components["schemas"]["ReviewId"];
            /** @description What is written so far. */
            text: string;
            /** @description When it was last changed. */
            updated_at: components["schemas"]["Time"];
        };
        /** @description A draft as the caller saw it: one that was changed since is refused. */
        DraftAsSeen: {
            /** @description The draft. */
            draft: components["schemas"]["DraftId"];
            /**
             * Format: int64
             * @description Its `edit`.
             */
            edit: number;
        };
        /**
         * @description The id of a draft.
         * @example drf_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        DraftId: string;
        /**
         * @description Where the line of a draft went.
         * @enum {string}
         */
        DraftPlace: "here" | "moved" | "changed" | "orphaned";
        /** @description Changes what a dead letter says, before it is replayed. The message as it was sent stays as it is. */
        EditDeadLetter: {
            /** @description What it shall say. */
            body: string;
        };
        /** @description A second factor that waits to be confirmed. It is shown this once. */
        EnrolledSecondFactor: {
            /** @description What the person's device needs, in base32. */
            secret: string;
            /** @description The same as the address that authenticator apps read, for a link or a QR code. */
            uri: string;
        };
        /** @description Erases what a message says; its digest stays. */
        EraseMessage: {
            /** @description Why, for the record. */
            reason: string;
        };
        /** @description An escalation. */
        Escalation: {
            /** @description What it is about. */
            about: components["schemas"]["EscalationKind"];
            /** @description The agent, by its name. */
            agent?: string | null;
            /** @description When people are told unless a captain has answered. */
            due_at: components["schemas"]["Time"];
            handled_by?: components["schemas"]["Actor"] | null;
            /** @description Its id. */
            id: components["schemas"]["EscalationId"];
            people_told_at?: components["schemas"]["Time"] | null;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description When it was raised. */
            raised_at: components["schemas"]["Time"];
            run?: components["schemas"]["RunId"] | null;
            /** @description What became of it. */
            status: components["schemas"]["EscalationStatus"];
            task?: components["schemas"]["TaskId"] | null;
            /** @description One line that says it. */
            title: string;
            /** @description What was tried before, in order: `nudged`, `restarted`. */
            tried: string[];
        };
        /** @description An escalation with what it says. */
        EscalationDetail: components["schemas"]["Escalation"] & {
            /** @description The answer. */
            answer?: string | null;
            /** @description What happened; none when it was erased. */
            text?: string | null;
        };
        /**
         * @description The id of an escalation.
         * @example esc_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        EscalationId: string;
        /**
         * @description What an escalation is about.
         * @enum {string}
         */
        EscalationKind: "stuck" | "crash_loop" | "not_started" | "help";
        /**
         * @description What became of an escalation.
         * @enum {string}
         */
        EscalationStatus: "raised" | "acknowledged" | "answered" | "resolved";
        /** @description One entry: a fact that was decided. */
        Event: {
            /** @description Who caused it, as the server authenticated them. */
            actor: components["schemas"]["Actor"];
            /** @description When it was decided. */
            at: components["schemas"]["Time"];
            /** @description The command or event that led to it. */
            cause?: string | null;
            /** @description The facts. */
            data: unknown;
            /** @description Its id. */
            id: components["schemas"]["EventId"];
            /** @description What happened: `noun.verb`. */
            kind: string;
            /**
             * @description The words that `data` has under `reason` or `comment` by their digest alone; lists have them, the feed has not. Null when there are
             *     none, or they were erased.
             */
            said?: string | null;
            /**
             * Format: int32
             * @description The version of `data`'s form.
             */
            schema: number;
            /** @description The id of the thing it happened to. */
            stream: string;
            /** @description The trace it was part of. */
            trace?: string | null;
            /**
             * Format: int64
             * @description Its place among the thing's events, from 1.
             */
            version: number;
        };
        /**
         * @description The id of an entry of the ledger.
         * @example evt_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        EventId: string;
        /** @description Says that an attempt failed. */
        FailTask: {
            /**
             * Format: int32
             * @description The attempt. When left out the present one; and where nobody works on the task, the caller takes it up first.
             */
            attempt?: number | null;
            /** @description What went wrong. */
            message: string;
            /** @description Whether no further attempt would mend it: the task is a dead letter at once. */
            permanent?: boolean;
            /** @description What the worker calls itself; any of the caller's when left out. */
            worker?: string | null;
        };
        /** @description Asks for messages. */
        FetchMessages: {
            /**
             * Format: int32
             * @description How many at most: 1 to 1,000, 100 when left out.
             */
            max?: number | null;
            wait?: components["schemas"]["TimeSpan"] | null;
        };
        /** @description What is wrong with one field. */
        FieldError: {
            /** @description The field's name in the body, the query or the path. */
            field: string;
            /** @description What is wrong with it. */
            message: string;
        };
        /**
         * @description What happened to a file.
         * @enum {string}
         */
        FileChange: "added" | "removed" | "modified" | "renamed";
        /** @description Who has to agree. */
        Gate: {
            /** @description Roles, `team:…` and `person:…`. */
            approvers: string[];
            /** @description Whether who made the artifacts may not vote. */
            exclude_author: boolean;
            /** @description Whether who asked for the run may not vote. */
            exclude_requester: boolean;
            /**
             * Format: int32
             * @description How many different people must approve.
             */
            quorum: number;
        };
        /** @description A person's standing leave for calls of one shape by one agent. */
        Grant: {
            /** @description The agent. */
            agent: components["schemas"]["AgentId"];
            /** @description Its name. */
            agent_name: string;
            /** @description The arguments that it covers. */
            arguments: components["schemas"]["GrantedArguments"];
            /** @description When. */
            given_at: components["schemas"]["Time"];
            /** @description Who gave it. */
            given_by: components["schemas"]["PersonId"];
            /** @description Whether it still releases calls. */
            holds: boolean;
            /** @description Its id. */
            id: components["schemas"]["GrantId"];
            /**
             * Format: int32
             * @description For how many calls it is.
             */
            most: number;
            /** @description The permission during which it was given. */
            permission: components["schemas"]["PermissionId"];
            project?: components["schemas"]["ProjectId"] | null;
            revoked_at?: components["schemas"]["Time"] | null;
            /** @description The tool. */
            tool: string;
            /** @description When it ends. */
            until: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description How many it has released.
             */
            used: number;
            used_at?: components["schemas"]["Time"] | null;
        };
        /** @description The arguments that a grant covers. */
        GrantedArguments: {
            /** @description The digest of their canonical JSON. */
            digest: components["schemas"]["Sha256"];
            /** @enum {string} */
            type: "exact";
        } | {
            /** @description The patterns. */
            patterns: components["schemas"]["ArgumentPattern"][];
            /** @enum {string} */
            type: "like";
        } | {
            /** @enum {string} */
            type: "any";
        };
        /** @description Standing leave for the like of a call. */
        GrantForLike: {
            /**
             * Format: int32
             * @description For how many calls it is.
             */
            most: number;
            /** @description What the arguments must be like, all of it; `null` for exactly these, an empty list for any. */
            patterns?: components["schemas"]["ArgumentPattern"][] | null;
            /** @description When it ends: within 90 days. */
            until: components["schemas"]["Time"];
        };
        /**
         * @description The id of a grant.
         * @example grt_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        GrantId: string;
        /** @description The process answers. */
        Health: {
            /** @description Always `ok`. */
            status: string;
            /** @description The server's version. */
            version: string;
        };
        /** @description A limit of agents, and what holds them to it. */
        HeldLimit: {
            /** @description What holds it: `cgroup` (the kernel, by a group), `user` and `namespace` (the kernel, by counting what is theirs), `watching` (the server). */
            by: string;
            /** @description The limit: `memory`, `processes`. */
            limit: string;
        };
        /** @description One page of the history, newest first. */
        History: {
            /** @description How far the history has come behind the channels. */
            index: components["schemas"]["HistoryIndex"];
            /** @description The messages. */
            items: components["schemas"]["Message"][];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description How far the history has come behind the channels: what is sent appears in it a moment later. */
        HistoryIndex: {
            /**
             * Format: int64
             * @description How many messages of the organisation it does not have yet.
             */
            behind: number;
            behind_since?: components["schemas"]["Time"] | null;
        };
        /** @description What verifying a channel found. */
        HistoryReport: {
            broken_at?: components["schemas"]["SealedRange"] | null;
            /** @description The channel. */
            channel: string;
            /**
             * Format: int64
             * @description How many messages were compared.
             */
            compared: number;
            project?: components["schemas"]["ProjectId"] | null;
            /**
             * Format: int64
             * @description How many sealed messages retention has removed, in whole or in part of a range: nothing is left to compare.
             */
            removed: number;
            /** @description Whether it is as the ledger says. */
            result: components["schemas"]["HistoryResult"];
            /**
             * Format: int64
             * @description Up to which sequence it is sealed.
             */
            sealed: number;
        };
        /**
         * @description Whether the messages of a channel are what the ledger says.
         * @enum {string}
         */
        HistoryResult: "intact" | "broken" | "empty";
        /** @description A hold. */
        Hold: {
            from?: components["schemas"]["Time"] | null;
            /** @description Its id. */
            id: components["schemas"]["HoldId"];
            lifted_at?: components["schemas"]["Time"] | null;
            /** @description What it is for. */
            name: string;
            /** @description When it was placed. */
            placed_at: components["schemas"]["Time"];
            /** @description Whether it covers the server's own lines instead of the organisation's. */
            server: boolean;
            until?: components["schemas"]["Time"] | null;
        };
        /**
         * @description The id of a hold on log lines.
         * @example hld_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        HoldId: string;
        /** @description A note to one place of an artifact. */
        InlineNote: {
            /** @description The artifact's name. */
            artifact: string;
            /**
             * Format: int32
             * @description The line, from 1.
             */
            line?: number | null;
            /** @description The file's path. */
            path: string;
            /** @description What to change there. */
            text: string;
        };
        /** @description An invitation, without its text: nobody can read that again. */
        Invitation: {
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            /** @description When it stops to work. */
            expires_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["LinkId"];
            invited_by?: components["schemas"]["PersonId"] | null;
            /** @description What they are called. */
            name: string;
            /** @description Who is invited. */
            person: components["schemas"]["PersonId"];
            revoked_at?: components["schemas"]["Time"] | null;
            used_at?: components["schemas"]["Time"] | null;
        };
        /** @description Invites somebody: either `name` for somebody new, or `member` for somebody who is a member already. */
        Invite: {
            /** @default null */
            member?: components["schemas"]["MemberId"] | null;
            /**
             * @description The name of somebody new, who becomes a member at once: 1 to 100 characters.
             * @default null
             */
            name?: string | null;
            /** @default null */
            role?: components["schemas"]["Role"] | null;
        };
        /** @description Why one item of a batch was refused. */
        ItemError: {
            /** @description The stable code, as in a problem. */
            code: string;
            /** @description What happened, why, and what to do next. */
            detail: string;
        };
        /** @description Lifts a constraint: it binds nothing that starts later. */
        LiftConstraint: {
            /** @description Why, for the record. */
            reason: string;
        };
        /** @description The lineage of one version, both ways. */
        Lineage: {
            /** @description The approvals that cover exactly this version. */
            approvals: components["schemas"]["LineageApproval"][];
            /** @description The version. */
            artifact: components["schemas"]["Artifact"];
            /** @description Every version it was made from, directly or not, nearest first. */
            made_from: components["schemas"]["ArtifactRef"][];
            /** @description Every version that was made from it, directly or not, nearest first. */
            used_by: components["schemas"]["LineageUse"][];
        };
        /** @description An approval that covers a version. */
        LineageApproval: {
            decided_at?: components["schemas"]["Time"] | null;
            decided_by?: components["schemas"]["PersonId"] | null;
            /** @description What it bound. */
            digest: components["schemas"]["Sha256"];
            /** @description Whether it still holds: not stale, not superseded. */
            holds: boolean;
            /** @description The review. */
            review: components["schemas"]["ReviewId"];
        };
        /** @description A version that was made from another. */
        LineageUse: {
            /** @description The version. */
            artifact: components["schemas"]["ArtifactRef"];
            attempt?: components["schemas"]["AttemptId"] | null;
        };
        /**
         * @description Which version a line is in.
         * @enum {string}
         */
        LineKind: "context" | "added" | "removed";
        /**
         * @description The id of a link that works once.
         * @example lnk_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        LinkId: string;
        /** @description The lines of a span of time. */
        LogBucket: {
            /** @description The counts. */
            counts: components["schemas"]["LogCounts"];
            /** @description When it begins. */
            from: components["schemas"]["Time"];
        };
        /** @description How many lines there are of each level. */
        LogCounts: {
            /**
             * Format: int64
             * @description For whoever looks for a defect.
             */
            debug: number;
            /**
             * Format: int64
             * @description Errors.
             */
            error: number;
            /**
             * Format: int64
             * @description Ordinary work.
             */
            info: number;
            /**
             * Format: int64
             * @description Every step.
             */
            trace: number;
            /**
             * Format: int64
             * @description Warnings.
             */
            warn: number;
        };
        /** @description Errors of one kind. */
        LogErrorKind: {
            /** @description The code that they carry. */
            code?: string | null;
            /**
             * Format: int64
             * @description How often.
             */
            count: number;
            /** @description The same for all errors of the kind, and for no others. */
            fingerprint: string;
            /** @description When first. */
            first_at: string;
            /** @description When last. */
            last_at: string;
            /** @description Error or warning. */
            level: components["schemas"]["LogLevel"];
            /** @description What was said, with `<n>`, `<id>`, `<hex>` and `<text>` for what differs. */
            message: string;
            /** @description Who said it. */
            source: string;
        };
        /** @description How many lines of each level there are over time. */
        LogHistogram: {
            /**
             * Format: int64
             * @description How wide a bucket is, in seconds.
             */
            bucket_seconds: number;
            /** @description The buckets, in order, empty ones included. */
            buckets: components["schemas"]["LogBucket"][];
            /** @description What could not be read, and was left out. */
            problems: string[];
        };
        /**
         * @description How serious a log line is, from the least on.
         * @enum {string}
         */
        LogLevel: "trace" | "debug" | "info" | "warn" | "error";
        /** @description A log line. */
        LogLine: {
            /** @description When it was said. */
            at: components["schemas"]["Time"];
            /** @description Whether it was not asked for and stands near one that was. */
            context: boolean;
            /** @description The facts, by name. */
            fields: {
                [key: string]: unknown;
            };
            /** @description How serious it is. */
            level: components["schemas"]["LogLevel"];
            /** @description What happened. */
            message: string;
            /** @description Where it stands: its segment and its place there. Lines of one stream sort by it as they were written. */
            position: string;
            run?: components["schemas"]["RunId"] | null;
            /** @description Which part of the program said it. */
            source: string;
            /** @description The stream it belongs to: `server`, `agent/NAME`, `run/ID` or `task/ID`. */
            stream: string;
            /** @description The task it is about. */
            task?: string | null;
        };
        /** @description A page of log lines. */
        LogPage: {
            /** @description The lines, in the order asked for. */
            items: components["schemas"]["LogLine"][];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. A page may hold fewer lines than asked for although more follow. */
            next?: string | null;
            /** @description What could not be read, and was left out. */
            problems: string[];
        };
        /** @description How many lines a source said. */
        LogSource: {
            /**
             * Format: int64
             * @description How many.
             */
            lines: number;
            /** @description The source. */
            source: string;
        };
        /** @description What happened in a window of time, in short. */
        LogSummary: {
            /** @description How many lines there are. */
            counts: components["schemas"]["LogCounts"];
            /**
             * Format: int64
             * @description How many lines were dropped because they could not be written.
             */
            dropped: number;
            /** @description The errors and warnings that were said most often, errors first. */
            errors: components["schemas"]["LogErrorKind"][];
            /** @description What could not be read, and was left out. */
            problems: string[];
            since?: components["schemas"]["Time"] | null;
            /** @description The requests that took longest, the longest first. */
            slowest: components["schemas"]["SlowRequest"][];
            /** @description How many lines each source said, the most first. */
            sources: components["schemas"]["LogSource"][];
            /**
             * Format: int64
             * @description How often the server was started.
             */
            starts: number;
            /** @description Until when. */
            until: components["schemas"]["Time"];
        };
        /** @description A code that a Discord account asked for with `/link`. */
        LookAtLinkCode: {
            /** @description The code, such as `7KQ2-M9XD-4TRB`; case and dashes do not matter. */
            code: string;
        };
        /** @description A connection that was made, or has another token. */
        MadeConnection: {
            /** @description The connection. */
            connection: components["schemas"]["Connection"];
            /** @description What is missing for some of its uses, and where to give it. */
            missing: string[];
        };
        /** @description A destination that was made, or has another address or token. */
        MadeDestination: {
            /** @description The destination. */
            destination: components["schemas"]["Destination"];
            /** @description What is missing for some of its uses, or left to do, and where. */
            missing: string[];
        };
        /** @description An invitation with its link, which is shown this once. */
        MadeInvitation: components["schemas"]["Invitation"] & {
            /** @description Where it leads on this server: hand on the server's address with this behind it. It holds the text, and is not stored. */
            path: string;
            /** @description The whole address, where the server was told at which one it is reached from outside; `null` where it was not. */
            url?: string | null;
        };
        /** @description A source that was made, or has another secret. */
        MadeSource: {
            /** @description The path of its address on this server, with its secret where the address holds it. */
            path: string;
            /** @description The secret that was made for it: shown this once. `null` when it was given, or when the same call made it before. */
            secret?: string | null;
            /** @description The source. */
            source: components["schemas"]["Source"];
            /** @description The whole address, where the server was told at which one it is reached from outside; `null` where it was not. */
            url?: string | null;
        };
        /** @description A subscription that was made, or has a new secret. */
        MadeSubscription: {
            /**
             * Format: password
             * @description The secret that its events are signed with (Standard Webhooks): shown this once.
             */
            secret: string;
            /** @description The subscription. */
            subscription: components["schemas"]["Subscription"];
        };
        /** @description An organisation with the link of its first owner, which is shown this once. */
        MadeTenant: components["schemas"]["Tenant"] & {
            /** @description Where the link leads on this server, for seven days: hand on the server's address with this behind it. It holds the text, and is not stored. */
            path: string;
            /** @description The whole address, where the server was told at which one it is reached from outside; `null` where it was not. */
            url?: string | null;
        };
        /** @description An alert to make. */
        MakeBridgeAlert: {
            /** @description Its name: lowercase letters, digits, `-`, `_` and `.`. */
            name: string;
            /** @description What is watched. */
            watch: components["schemas"]["BridgeWatch"];
        };
        /** @description A summary to make. */
        MakeBridgeSummary: {
            /** @description Its name: lowercase letters, digits, `-`, `_` and `.`. */
            name: string;
            /** @description When it is told. */
            schedule: components["schemas"]["BridgeSchedule"];
        };
        /** @description A connection to make. */
        MakeConnection: {
            /** @description The servers in which slash commands are registered, by their ids. */
            guilds?: string[];
            /** @description Its name: lowercase letters, digits, `-`, `_` and `.`. */
            name: string;
            /**
             * Format: password
             * @description The bot's token.
             */
            token: string;
        };
        /** @description A destination to make. */
        MakeDestination: {
            /** @description The destination that is told when this one cannot be. */
            fallback?: string | null;
            /** @description Its name: lowercase letters, digits, `-`, `_` and `.`. */
            name: string;
            /** @description What it is. */
            to: components["schemas"]["MakeDestinationKind"];
        };
        /** @description What a destination to make is. */
        MakeDestinationKind: {
            /** @description The channel's id. */
            channel: string;
            /** @description The connection's name. */
            connection: string;
            /** @enum {string} */
            type: "discord_channel";
        } | {
            /** @enum {string} */
            type: "discord_webhook";
            /**
             * Format: password
             * @description Its address.
             */
            url: string;
        } | {
            /** @enum {string} */
            type: "slack_webhook";
            /**
             * Format: password
             * @description Its address.
             */
            url: string;
        } | {
            /** @description The channel's id. */
            channel: string;
            /** @description The name of the source by which Slack tells what is said there, for pairings that carry it to Discord. */
            source?: string | null;
            /**
             * Format: password
             * @description The token of the app's bot.
             */
            token: string;
            /** @enum {string} */
            type: "slack_channel";
        } | {
            /** @description The subscription's name. */
            subscription: string;
            /** @enum {string} */
            type: "outgoing";
        } | {
            /** @description Its name. */
            channel: string;
            /** @enum {string} */
            type: "channel";
        };
        /** @description A pairing to make, by the names of destinations. */
        MakePairing: {
            /** @description Whether what other bots say in Discord is carried over too. */
            bots?: boolean;
            /** @description Which way messages go. */
            direction: components["schemas"]["PairingDirection"];
            /** @description The destination that is the channel of Discord's. */
            discord: string;
            /** @description Its name: lowercase letters, digits, `-`, `_` and `.`. */
            name: string;
            /** @description The destination that is a webhook of that channel, so that names and pictures show. */
            webhook?: string | null;
            /** @description The destination that is the other side: a channel of Dream.OS or of Discord's, or a webhook, which only takes. */
            with: string;
            /** @description The destination that is a webhook of the other side, where that is a channel of Discord's. */
            with_webhook?: string | null;
        };
        /** @description A source to make. */
        MakeSource: {
            /** @description Who sends, and in which shape. */
            kind: components["schemas"]["SourceKind"];
            /** @description Its name: lowercase letters, digits, `-`, `_` and `.`. */
            name: string;
            /**
             * Format: int32
             * @description How many events a minute it may send: 6,000 when left out.
             */
            per_minute?: number | null;
            project?: components["schemas"]["ProjectId"] | null;
            proof?: components["schemas"]["SourceProof"] | null;
            /**
             * Format: password
             * @description The secret that the sender has already; one is made when left out.
             */
            secret?: string | null;
        };
        /** @description A subscription to make. */
        MakeSubscription: {
            /** @description Its name: lowercase letters, digits, `-`, `_` and `.`. */
            name: string;
            /** @description Which types of events it is told of, such as `run.*`; none is told of nothing by itself, and takes what rules send. */
            types?: string[];
            /**
             * Format: password
             * @description Where events go: an https address that is not inside a private network.
             */
            url: string;
        };
        /** @description An organisation to make. */
        MakeTenant: {
            /** @description What it is called: 1 to 100 characters. */
            name: string;
            /** @description Its first owner, a name or a mail address of 1 to 100 characters. Nothing is sent there: hand on the link of the answer. */
            owner: string;
            /** @description The plan it is on; the service's usual one when left out. */
            plan?: string | null;
        };
        /** @description A member. */
        Member: {
            /** @description The membership's id. */
            id: components["schemas"]["MemberId"];
            /** @description When they joined. */
            joined_at: components["schemas"]["Time"];
            /** @description Their name. */
            name: string;
            /** @description The person. */
            person: components["schemas"]["PersonId"];
            /** @description Roles on single projects. */
            project_roles: components["schemas"]["ProjectRole"][];
            removed_at?: components["schemas"]["Time"] | null;
            role?: components["schemas"]["Role"] | null;
            /** @description Their teams. */
            teams: components["schemas"]["TeamId"][];
        };
        /**
         * @description The id of a person's membership.
         * @example mem_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        MemberId: string;
        /** @description A message. */
        Message: {
            /** @description What it says; `null` when that was erased. */
            body?: string | null;
            /** @description The channel it was sent to: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`. */
            channel: string;
            /** @description What ties a reply to its request. */
            correlation?: string | null;
            /** @description The digest of the body, which stays when the body is erased. */
            digest: components["schemas"]["Sha256"];
            expires_at?: components["schemas"]["Time"] | null;
            /** @description Facts beside the body. */
            headers: {
                [key: string]: string;
            };
            /** @description Its id. */
            id: components["schemas"]["MessageId"];
            /** @description The key under which it is one message, however often it is sent. */
            key?: string | null;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description The channel that a reply is expected on. */
            reply_to?: string | null;
            /** @description Who sent it, as the server authenticated them: the id of a person, `agent/<name>` or `system/<part>`. */
            sender: string;
            /** @description The person's name; `null` of others. */
            sender_name?: string | null;
            /** @description When it was sent. */
            sent_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Its place in the channel, from 1, without gaps.
             */
            sequence: number;
            /** @description Where it stands altogether. */
            status: components["schemas"]["MessageStatus"];
        };
        /** @description The messages of the first thousand channels and consumers, by name. */
        MessageCounts: {
            /**
             * Format: int64
             * @description How many messages consumers were not given yet, or have not answered for.
             */
            backlog: number;
            /**
             * Format: int64
             * @description How many channels there are.
             */
            channels: number;
            /**
             * Format: int64
             * @description How many dead letters there are.
             */
            dead: number;
            /**
             * Format: int64
             * @description How many messages were ever sent: what it grows by in a while is the rate.
             */
            sent: number;
            /**
             * Format: int64
             * @description How many messages are kept.
             */
            stored: number;
        };
        /**
         * @description The id of a message.
         * @example msg_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        MessageId: string;
        /**
         * @description Where a message stands; also where it stands with one consumer.
         * @enum {string}
         */
        MessageStatus: "stored" | "delivered" | "acknowledged" | "failed" | "expired" | "dead";
        /** @description A token with its text, which is shown this once. */
        MintedToken: components["schemas"]["Token"] & {
            /** @description Its text: send it as `Authorization: Bearer …`. It is not stored and cannot be shown again. */
            text: string;
        };
        /** @description Mints a token. */
        MintToken: {
            expires_at?: components["schemas"]["Time"] | null;
            /** @description What it is for: 1 to 100 characters. */
            name: string;
            person?: components["schemas"]["PersonId"] | null;
            /** @description What it may do; at least one. */
            scopes: components["schemas"]["TokenScope"][];
        };
        /** @description One recorded model call. */
        ModelCall: {
            /**
             * Format: int64
             * @description How many tokens it read, from a cache or not; 0 until the reply came.
             */
            input_tokens: number;
            /** @description The provider's name for the model that was asked. */
            model: string;
            /**
             * Format: int32
             * @description Its number in the attempt, from 1.
             */
            number: number;
            /**
             * Format: int64
             * @description How many it wrote, hidden reasoning included; 0 until the reply came.
             */
            output_tokens: number;
            /** @description The digest of the request. */
            request_digest: components["schemas"]["Sha256"];
            response_digest?: components["schemas"]["Sha256"] | null;
        };
        /** @description A constraint to add. */
        NewConstraint: {
            /** @description What the machine enforces from now on: at most 16 rules. */
            rules?: components["schemas"]["ConstraintRule"][];
            /** @description The stages it binds, by name; all when left out. */
            stages?: string[];
            /** @description The text that every later prompt carries. */
            text: string;
        };
        /** @description Lets somebody else decide for the caller. */
        NewDelegation: {
            project?: components["schemas"]["ProjectId"] | null;
            /** @description Who may decide for the caller. */
            to: components["schemas"]["PersonId"];
            /** @description Until when. */
            until: components["schemas"]["Time"];
        };
        /** @description A line to write. */
        NewLogLine: {
            /** @description The facts, by name. Who wrote the line is added as `log.by`. */
            fields?: {
                [key: string]: unknown;
            };
            /** @description How serious it is. */
            level: components["schemas"]["LogLevel"];
            /** @description What happened. With the fields and the rest of the line it has at most 65,536 bytes. */
            message: string;
            /** @description Which part of the writer says it: 1 to 256 bytes. */
            source: string;
            /** @description The stream it belongs to: `agent/NAME`, `run/ID` or `task/ID`. */
            stream: string;
        };
        /** @description A task to create. */
        NewTask: {
            /** @description The worker it is assigned to by name. */
            assignee?: string | null;
            /** @description What is to be done. */
            body?: string | null;
            /** @description What a worker must be able to do. */
            capabilities?: string[];
            deadline?: components["schemas"]["Time"] | null;
            /** @description The tasks that must be done before it: 100 at most. */
            depends_on?: components["schemas"]["TaskId"][];
            not_before?: components["schemas"]["Time"] | null;
            parent?: components["schemas"]["TaskId"] | null;
            priority?: components["schemas"]["Priority"] | null;
            project?: components["schemas"]["ProjectId"] | null;
            retry?: components["schemas"]["Retry"] | null;
            /** @description The role that works it; any when left out. */
            role?: string | null;
            /** @description Its title: 1 to 200 characters. */
            title: string;
            /** @description Whether it is only done when its children are. */
            waits_for_children?: boolean;
        };
        /** @description Tasks to create, all or none. */
        NewTasks: {
            /** @description The tasks, 500 at most; one may not depend on another of the same request. */
            tasks: components["schemas"]["NewTask"][];
        };
        /** @description A body that says nothing. */
        Nothing: Record<string, never>;
        /** @description Something that the caller was told of. It decides nothing. */
        Notification: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description How much it wants of its reader. */
            class: components["schemas"]["NotificationClass"];
            done_at?: components["schemas"]["Time"] | null;
            /** @description Its id. */
            id: components["schemas"]["NotificationId"];
            /** @description What it is about. */
            kind: components["schemas"]["NotificationKind"];
            project?: components["schemas"]["ProjectId"] | null;
            read_at?: components["schemas"]["Time"] | null;
            /** @description The id of the thing that waits, or to which it happened. */
            subject: string;
            /** @description What it is called. */
            title: string;
        };
        /** @description Whether one kind takes one way. */
        NotificationChoice: {
            /** @description The kind. */
            kind: components["schemas"]["NotificationKind"];
            /** @description Whether it does. */
            on: boolean;
            /** @description The way. */
            way: components["schemas"]["NotificationWay"];
        };
        /**
         * @description How much a notification wants of its reader.
         * @enum {string}
         */
        NotificationClass: "act" | "know" | "log";
        /**
         * @description The id of a notification.
         * @example ntf_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        NotificationId: string;
        /**
         * @description What a notification is about.
         * @enum {string}
         */
        NotificationKind: "review" | "permission" | "question" | "escalation" | "second_look" | "bridge_disabled" | "run_failed" | "run_done";
        /** @description What the caller chose to be told of, how, when not, and where to. */
        NotificationSettings: {
            /** @description Every kind and way, and whether the kind takes it. */
            choices: components["schemas"]["NotificationChoice"][];
            /** @description The host that requests go to: the address itself may hold a secret. */
            hook_host?: string | null;
            /** @description Where mail goes. */
            mail?: string | null;
            quiet?: components["schemas"]["QuietHours"] | null;
            /**
             * Format: int32
             * @description After how many hours what still waits is told once more, and the owners are told; `null` for never.
             */
            remind_hours?: number | null;
            /** @description The caller's time zone, by its IANA name. */
            zone: string;
        };
        /**
         * @description How a notification reaches a person.
         * @enum {string}
         */
        NotificationWay: "page" | "mail" | "hook";
        /** @description Nudges an agent. */
        NudgeAgent: {
            /** @description What it is told; the usual words when left out. */
            text?: string | null;
        };
        /**
         * @description What a process of an agent does.
         * @enum {string}
         */
        Observed: "starting" | "ready" | "working" | "idle" | "unresponsive" | "crashed" | "backing_off" | "stopped";
        /** @description An organisation. */
        Organisation: {
            /** @description When it was founded. */
            created_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["OrgId"];
            /** @description What people call it. */
            name: string;
        };
        /**
         * @description The id of an organisation.
         * @example org_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        OrgId: string;
        /**
         * @description What a consumer answers.
         * @enum {string}
         */
        Outcome: "acknowledged" | "failed" | "rejected" | "in_progress";
        /** @description What goes on in an organisation, and how the process that answers does. */
        Overview: {
            /** @description When it was looked at. */
            at: components["schemas"]["Time"];
            /** @description How many log lines of each level were said in the last hour. */
            logs_last_hour: components["schemas"]["LogCounts"];
            /** @description The messages of the organisation's own channels. */
            messages: components["schemas"]["MessageCounts"];
            /**
             * Format: int64
             * @description How many permissions that agents asked for wait for people.
             */
            permissions_waiting: number;
            /** @description The process and its disk. */
            process: components["schemas"]["ProcessState"];
            /**
             * Format: int64
             * @description How many reviews wait for people.
             */
            reviews_waiting: number;
            /** @description How many runs stand how. */
            runs: components["schemas"]["StatusCounts"];
            /** @description How many tasks stand how. */
            tasks: components["schemas"]["StatusCounts"];
            /** @description The server's version. */
            version: string;
        };
        /** @description One page of a list. */
        Page_Agent: {
            /** @description The items, in the list's order. */
            items: {
                beat_at?: components["schemas"]["Time"] | null;
                /** @description Whether the server made it itself. */
                builtin: boolean;
                /** @description What else it is able to do. */
                capabilities: string[];
                /**
                 * Format: int32
                 * @description How many tasks it works on at once.
                 */
                concurrency: number;
                /**
                 * Format: int32
                 * @description How often it crashed since it was registered.
                 */
                crashes: number;
                /** @description What is wanted of it. */
                desired: components["schemas"]["Desired"];
                given_up?: components["schemas"]["AgentGivenUp"] | null;
                /** @description Its id. */
                id: components["schemas"]["AgentId"];
                /** @description Its name. */
                name: string;
                /** @description What it does. */
                observed: components["schemas"]["Observed"];
                /**
                 * Format: int32
                 * @description The id of its first process.
                 */
                pid?: number | null;
                /** @description Its processes, one for each task that it may work on at once. */
                processes: components["schemas"]["AgentProcess"][];
                progress_at?: components["schemas"]["Time"] | null;
                /** @description The projects that it is held to; none means the whole organisation. */
                projects: components["schemas"]["ProjectId"][];
                /** @description Why, where that says more than the word. */
                reason?: string | null;
                /** @description When it was registered. */
                registered_at: components["schemas"]["Time"];
                /**
                 * Format: int32
                 * @description How often a process was started in place of one that had ended.
                 */
                restarts: number;
                /** @description What it does: a craft of the templates, or any word that tasks ask for. */
                role: string;
                /** @description What is started: `acp` or `llm`. */
                runtime: string;
                /** @description How strongly it is confined: `landlock`, `namespaces`; none while there is no process. */
                sandbox?: string | null;
                task?: components["schemas"]["TaskId"] | null;
                /** @description What its processes use and used. */
                usage: components["schemas"]["AgentUsage"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Artifact: {
            /** @description The items, in the list's order. */
            items: {
                /**
                 * Format: int32
                 * @description The number of the newest approved version.
                 */
                approved_version?: number | null;
                /** @description When the version was made. */
                created_at: components["schemas"]["Time"];
                /** @description Whether the list of its files is damaged or gone: `files` is empty then, and a backup must bring it back. */
                damaged: boolean;
                /** @description The digest of the version's file list. */
                digest: components["schemas"]["Sha256"];
                /** @description The files, sorted by path. */
                files: components["schemas"]["ArtifactFile"][];
                /** @description The artifact's id, the same for all its versions. */
                id: components["schemas"]["ArtifactId"];
                /** @description The exact versions it was made from. */
                inputs: components["schemas"]["ArtifactRef"][];
                /** @description `document`, `tree`, `report` or `bundle`. */
                kind: string;
                /** @description The media type of a single file, else that of the file list. */
                media_type: string;
                /** @description Its name in the template. */
                name: string;
                /** @description Who or what made this version. */
                produced_by: components["schemas"]["ProducedBy"];
                /** @description The run it belongs to. */
                run: components["schemas"]["RunId"];
                /**
                 * Format: int32
                 * @description The version's number, from 1.
                 */
                version: number;
                /** @description The version's id. */
                version_id: components["schemas"]["VersionId"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Attempt: {
            /** @description The items, in the list's order. */
            items: {
                /** @description What it produced. */
                artifacts: components["schemas"]["ArtifactRef"][];
                /** @description Its model calls. */
                calls: components["schemas"]["ModelCall"][];
                /** @description What the machine checked. */
                checks: components["schemas"]["Check"][];
                /** @description The constraints that bound it. */
                constraints: components["schemas"]["ConstraintId"][];
                /** @description What it cost. */
                cost_usd: components["schemas"]["UsDollars"];
                feedback?: components["schemas"]["ReviewId"] | null;
                finished_at?: components["schemas"]["Time"] | null;
                /** @description Its id. */
                id: components["schemas"]["AttemptId"];
                /**
                 * Format: int64
                 * @description How many tokens its models read, from a cache or not.
                 */
                input_tokens: number;
                /** @description The exact versions it started from. */
                inputs: components["schemas"]["ArtifactRef"][];
                /** @description What went wrong, in a sentence. */
                message?: string | null;
                /** @description The model that was asked. */
                model?: string | null;
                /**
                 * Format: int32
                 * @description Its number at that stage, from 1.
                 */
                number: number;
                /**
                 * Format: int64
                 * @description How many they wrote, hidden reasoning included.
                 */
                output_tokens: number;
                prompt?: components["schemas"]["Sha256"] | null;
                reason?: components["schemas"]["Reason"] | null;
                /** @description The approvals that its start rests on. */
                rests_on: components["schemas"]["ReviewId"][];
                /** @description The run. */
                run: components["schemas"]["RunId"];
                /** @description The stage's name. */
                stage: string;
                /** @description When it started. */
                started_at: components["schemas"]["Time"];
                /** @description Where it stands. */
                status: components["schemas"]["Status"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_BridgeAlert: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Its id. */
                id: components["schemas"]["AlertId"];
                /** @description When it was made. */
                made_at: components["schemas"]["Time"];
                /** @description Its name. */
                name: string;
                raised_at?: components["schemas"]["Time"] | null;
                /** @description Why, as of then. */
                raised_because?: string | null;
                /** @description What is watched. */
                watch: components["schemas"]["BridgeWatch"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_BridgeDelivery: {
            /** @description The items, in the list's order. */
            items: {
                ended_at?: components["schemas"]["Time"] | null;
                event?: components["schemas"]["ReceivedId"] | null;
                /** @description What became of it so far, the oldest first. */
                history: components["schemas"]["BridgeDeliveryNote"][];
                /** @description Its id. */
                id: components["schemas"]["DeliveryId"];
                /** @description The other side's id of the message. */
                message?: string | null;
                next_try_at?: components["schemas"]["Time"] | null;
                /** @description When what led to it was received. */
                received_at: components["schemas"]["Time"];
                /** @description The rule that planned it, or what else did. */
                rule: string;
                sent_at?: components["schemas"]["Time"] | null;
                /**
                 * @description Where it stands: `queued`, `sending`, `sent`, `edited`, `failed`, `unknown` (it may have arrived, and nobody knows), `cancelled` or `dead` (it was
                 *     tried for too long).
                 */
                status: string;
                /** @description The name of the destination or subscription. */
                to: string;
                /**
                 * Format: int32
                 * @description How often it was tried.
                 */
                tries: number;
                /** @description What is sent. */
                what: Record<string, never>;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_BridgeSummary: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Its id. */
                id: components["schemas"]["SummaryId"];
                /** @description When it was made. */
                made_at: components["schemas"]["Time"];
                /** @description Its name. */
                name: string;
                /** @description When it is told. */
                schedule: components["schemas"]["BridgeSchedule"];
                /** @description Whether it also says what stands in the server's own log: so it is when whoever made it may read that. */
                server: boolean;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_BridgeUsage: {
            /** @description The items, in the list's order. */
            items: {
                /**
                 * Format: int64
                 * @description How many.
                 */
                count: number;
                /** @description The month in UTC, such as `2026-11`. */
                month: string;
                /** @description Of which source or destination, when it was asked for by name; empty for what was counted before names were. */
                name?: string | null;
                /** @description What was counted: `received`, events that came in from sources and were planned; `delivered`, messages that arrived. */
                what: string;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Channel: {
            /** @description The items, in the list's order. */
            items: {
                /**
                 * Format: int64
                 * @description How many bytes their bodies take.
                 */
                bytes: number;
                /** @description When it was made. */
                created_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description The sequence of the oldest message it still has; one more than `last` when it is empty.
                 */
                first: number;
                /**
                 * Format: int64
                 * @description The sequence of its newest message; 0 before the first.
                 */
                last: number;
                /**
                 * Format: int64
                 * @description How many messages it has.
                 */
                messages: number;
                /** @description Its name: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`. */
                name: string;
                project?: components["schemas"]["ProjectId"] | null;
                /** @description How long and how many messages it keeps. */
                settings: components["schemas"]["ChannelSettings"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Connection: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The application's id at Discord. */
                application: string;
                /** @description The user id of its bot. */
                bot: string;
                /** @description The bot's name. */
                bot_name: string;
                disabled_at?: components["schemas"]["Time"] | null;
                /** @description Why nothing is sent through it. */
                disabled_reason?: string | null;
                /** @description The servers in which slash commands are registered, by their ids. */
                guilds: string[];
                /** @description Its id. */
                id: components["schemas"]["ConnectionId"];
                /** @description When it was made. */
                made_at: components["schemas"]["Time"];
                /** @description Its name. */
                name: string;
                /** @description The application's public key, in hexadecimal. */
                public_key: string;
                /** @description Whether the bot may read what people write. */
                reads_messages: boolean;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Constraint: {
            /** @description The items, in the list's order. */
            items: {
                /** @description When. */
                added_at: components["schemas"]["Time"];
                added_by?: components["schemas"]["PersonId"] | null;
                from_review?: components["schemas"]["ReviewId"] | null;
                /** @description Its id. */
                id: components["schemas"]["ConstraintId"];
                lifted_at?: components["schemas"]["Time"] | null;
                /** @description How far it reaches. */
                reach: components["schemas"]["ConstraintReach"];
                /** @description What the machine enforces. */
                rules: components["schemas"]["ConstraintRule"][];
                /** @description The text that every later prompt carries. */
                text: string;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Consumer: {
            /** @description The items, in the list's order. */
            items: {
                /**
                 * Format: int64
                 * @description How many messages it has not been handed yet.
                 */
                backlog: number;
                /**
                 * Format: int64
                 * @description How many channels that is now.
                 */
                channels: number;
                /** @description When it was made. */
                created_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description How many of its messages are dead letters.
                 */
                dead: number;
                /** @description Its name. */
                name: string;
                /** @description The channel or pattern that it reads, such as `topic/build.*`. */
                pattern: string;
                /**
                 * Format: int64
                 * @description How many are in somebody's hands, or wait to be handed over again.
                 */
                pending: number;
                project?: components["schemas"]["ProjectId"] | null;
                /** @description How messages are handed to it. */
                settings: components["schemas"]["ConsumerSettings"];
                /** @description When it was last used; exact to a minute. */
                used_at: components["schemas"]["Time"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_DeadLetter: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Since when. */
                at: components["schemas"]["Time"];
                /**
                 * Format: int32
                 * @description How often it was handed over.
                 */
                attempts: number;
                /** @description The consumer that could not do it. */
                consumer: string;
                /** @description What its last holder said, if it said why. */
                detail?: string | null;
                /** @description Whether what it says was changed since. */
                edited: boolean;
                /** @description The message, with its body as it was edited last. */
                message: components["schemas"]["Message"];
                /** @description Why it is dead. */
                reason: components["schemas"]["DeadReason"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Delegation: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Whose right it is. */
                from: components["schemas"]["PersonId"];
                /** @description Its id. */
                id: components["schemas"]["DelegationId"];
                project?: components["schemas"]["ProjectId"] | null;
                revoked_at?: components["schemas"]["Time"] | null;
                /** @description Who may use it. */
                to: components["schemas"]["PersonId"];
                /** @description Until when. */
                until: components["schemas"]["Time"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Destination: {
            /** @description The items, in the list's order. */
            items: {
                disabled_at?: components["schemas"]["Time"] | null;
                /** @description Why nothing is sent to it. */
                disabled_reason?: string | null;
                /**
                 * Format: int32
                 * @description How many answers in a row were failures.
                 */
                failures: number;
                /** @description The destination that is told when this one cannot be. */
                fallback?: string | null;
                /** @description Its id. */
                id: components["schemas"]["DestinationId"];
                last_arrived_at?: components["schemas"]["Time"] | null;
                /** @description When it was made. */
                made_at: components["schemas"]["Time"];
                /** @description Its name: what rules call it. */
                name: string;
                /** @description What it is. */
                to: components["schemas"]["DestinationKind"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_DiscordLink: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The account's id at Discord. */
                account: string;
                /** @description What it was called there when it was linked. */
                account_name: string;
                /** @description When it was made. */
                created_at: components["schemas"]["Time"];
                ended_at?: components["schemas"]["Time"] | null;
                /** @description When it ends. */
                expires_at: components["schemas"]["Time"];
                /** @description Its id. */
                id: components["schemas"]["DiscordLinkId"];
                /** @description What the person is called. */
                name: string;
                /** @description The person. */
                person: components["schemas"]["PersonId"];
                /** @description What may be done through it, at most. */
                scopes: components["schemas"]["TokenScope"][];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Draft: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The artifact's name. */
                artifact_name: string;
                /**
                 * Format: int32
                 * @description The line in that version.
                 */
                begun_at_line?: number | null;
                /**
                 * Format: int32
                 * @description The number of the version that its writer saw.
                 */
                begun_on: number;
                /**
                 * Format: int64
                 * @description Grows with every change: a change names the one that it is based on.
                 */
                edit: number;
                /** @description Its id. */
                id: components["schemas"]["DraftId"];
                /**
                 * Format: int32
                 * @description The line in the version that is under review now, from 1; `null` for a note on the whole file, and for an orphan.
                 */
                line?: number | null;
                /** @description The file's path. */
                path: string;
                /** @description How its line got there. */
                place: components["schemas"]["DraftPlace"];
                /** @description What stood at that line. */
                quote?: string | null;
                /** @description The review during which it was begun. */
                review: components["schemas"]["ReviewId"];
                /** @description What is written so far. */
                text: string;
                /** @description When it was last changed. */
                updated_at: components["schemas"]["Time"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Escalation: {
            /** @description The items, in the list's order. */
            items: {
                /** @description What it is about. */
                about: components["schemas"]["EscalationKind"];
                /** @description The agent, by its name. */
                agent?: string | null;
                /** @description When people are told unless a captain has answered. */
                due_at: components["schemas"]["Time"];
                handled_by?: components["schemas"]["Actor"] | null;
                /** @description Its id. */
                id: components["schemas"]["EscalationId"];
                people_told_at?: components["schemas"]["Time"] | null;
                project?: components["schemas"]["ProjectId"] | null;
                /** @description When it was raised. */
                raised_at: components["schemas"]["Time"];
                run?: components["schemas"]["RunId"] | null;
                /** @description What became of it. */
                status: components["schemas"]["EscalationStatus"];
                task?: components["schemas"]["TaskId"] | null;
                /** @description One line that says it. */
                title: string;
                /** @description What was tried before, in order: `nudged`, `restarted`. */
                tried: string[];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Event: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Who caused it, as the server authenticated them. */
                actor: components["schemas"]["Actor"];
                /** @description When it was decided. */
                at: components["schemas"]["Time"];
                /** @description The command or event that led to it. */
                cause?: string | null;
                /** @description The facts. */
                data: unknown;
                /** @description Its id. */
                id: components["schemas"]["EventId"];
                /** @description What happened: `noun.verb`. */
                kind: string;
                /**
                 * @description The words that `data` has under `reason` or `comment` by their digest alone; lists have them, the feed has not. Null when there are
                 *     none, or they were erased.
                 */
                said?: string | null;
                /**
                 * Format: int32
                 * @description The version of `data`'s form.
                 */
                schema: number;
                /** @description The id of the thing it happened to. */
                stream: string;
                /** @description The trace it was part of. */
                trace?: string | null;
                /**
                 * Format: int64
                 * @description Its place among the thing's events, from 1.
                 */
                version: number;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Grant: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The agent. */
                agent: components["schemas"]["AgentId"];
                /** @description Its name. */
                agent_name: string;
                /** @description The arguments that it covers. */
                arguments: components["schemas"]["GrantedArguments"];
                /** @description When. */
                given_at: components["schemas"]["Time"];
                /** @description Who gave it. */
                given_by: components["schemas"]["PersonId"];
                /** @description Whether it still releases calls. */
                holds: boolean;
                /** @description Its id. */
                id: components["schemas"]["GrantId"];
                /**
                 * Format: int32
                 * @description For how many calls it is.
                 */
                most: number;
                /** @description The permission during which it was given. */
                permission: components["schemas"]["PermissionId"];
                project?: components["schemas"]["ProjectId"] | null;
                revoked_at?: components["schemas"]["Time"] | null;
                /** @description The tool. */
                tool: string;
                /** @description When it ends. */
                until: components["schemas"]["Time"];
                /**
                 * Format: int32
                 * @description How many it has released.
                 */
                used: number;
                used_at?: components["schemas"]["Time"] | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Hold: {
            /** @description The items, in the list's order. */
            items: {
                from?: components["schemas"]["Time"] | null;
                /** @description Its id. */
                id: components["schemas"]["HoldId"];
                lifted_at?: components["schemas"]["Time"] | null;
                /** @description What it is for. */
                name: string;
                /** @description When it was placed. */
                placed_at: components["schemas"]["Time"];
                /** @description Whether it covers the server's own lines instead of the organisation's. */
                server: boolean;
                until?: components["schemas"]["Time"] | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Invitation: {
            /** @description The items, in the list's order. */
            items: {
                /** @description When it was made. */
                created_at: components["schemas"]["Time"];
                /** @description When it stops to work. */
                expires_at: components["schemas"]["Time"];
                /** @description Its id. */
                id: components["schemas"]["LinkId"];
                invited_by?: components["schemas"]["PersonId"] | null;
                /** @description What they are called. */
                name: string;
                /** @description Who is invited. */
                person: components["schemas"]["PersonId"];
                revoked_at?: components["schemas"]["Time"] | null;
                used_at?: components["schemas"]["Time"] | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Member: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The membership's id. */
                id: components["schemas"]["MemberId"];
                /** @description When they joined. */
                joined_at: components["schemas"]["Time"];
                /** @description Their name. */
                name: string;
                /** @description The person. */
                person: components["schemas"]["PersonId"];
                /** @description Roles on single projects. */
                project_roles: components["schemas"]["ProjectRole"][];
                removed_at?: components["schemas"]["Time"] | null;
                role?: components["schemas"]["Role"] | null;
                /** @description Their teams. */
                teams: components["schemas"]["TeamId"][];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Notification: {
            /** @description The items, in the list's order. */
            items: {
                /** @description When. */
                at: components["schemas"]["Time"];
                /** @description How much it wants of its reader. */
                class: components["schemas"]["NotificationClass"];
                done_at?: components["schemas"]["Time"] | null;
                /** @description Its id. */
                id: components["schemas"]["NotificationId"];
                /** @description What it is about. */
                kind: components["schemas"]["NotificationKind"];
                project?: components["schemas"]["ProjectId"] | null;
                read_at?: components["schemas"]["Time"] | null;
                /** @description The id of the thing that waits, or to which it happened. */
                subject: string;
                /** @description What it is called. */
                title: string;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Pairing: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Whether what other bots say in Discord is carried over too. */
                bots: boolean;
                /** @description Which way messages go. */
                direction: components["schemas"]["PairingDirection"];
                disabled_at?: components["schemas"]["Time"] | null;
                /** @description Why nothing is carried over. */
                disabled_reason?: string | null;
                /** @description The destination that is the channel of Discord's. */
                discord: string;
                /** @description Its id. */
                id: components["schemas"]["PairingId"];
                last_carried_at?: components["schemas"]["Time"] | null;
                /** @description When it was made. */
                made_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description How many messages it carried within the last 30 days.
                 */
                messages: number;
                /** @description Its name. */
                name: string;
                /** @description The destination that is the webhook by which that channel is written to. */
                webhook?: string | null;
                /** @description The destination that is the other side. */
                with: string;
                /** @description The destination that is the webhook by which the other side is written to. */
                with_webhook?: string | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Permission: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The agent. */
                agent: components["schemas"]["AgentId"];
                /** @description Its name. */
                agent_name: string;
                /** @description When it was asked. */
                asked_at: components["schemas"]["Time"];
                /**
                 * Format: int32
                 * @description The number of the attempt at it.
                 */
                attempt?: number | null;
                decided_at?: components["schemas"]["Time"] | null;
                decided_by?: components["schemas"]["PersonId"] | null;
                /** @description What a decision binds: the agent, the task, the tool and the exact arguments. */
                digest: components["schemas"]["Sha256"];
                /** @description When it is over, decided or not. */
                expires_at: components["schemas"]["Time"];
                /** @description Its id. */
                id: components["schemas"]["PermissionId"];
                /** @description Whether it is a call that the agent wants to make, or a question. */
                kind: components["schemas"]["PermissionKind"];
                project?: components["schemas"]["ProjectId"] | null;
                /** @description How much harm it could do, by the kind of tool. */
                risk: components["schemas"]["Risk"];
                run?: components["schemas"]["RunId"] | null;
                /** @description Waiting, or how it ended. */
                status: components["schemas"]["PermissionStatus"];
                task?: components["schemas"]["TaskId"] | null;
                /** @description In a line, in the agent's words: nothing is decided on it. */
                title: string;
                /** @description The tool; `null` for a question. */
                tool?: string | null;
                /** @description The kind of tool, as far as it is known: `execute`, `edit`. */
                tool_kind?: string | null;
                used_at?: components["schemas"]["Time"] | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Project: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Whether it is put away: no run starts in it. */
                archived: boolean;
                /**
                 * Format: int64
                 * @description The length of the brief in bytes.
                 */
                brief_bytes: number;
                /** @description The digest of its brief; `GET …/projects/{project}/brief` gives the text. */
                brief_digest: components["schemas"]["Sha256"];
                /** @description When it was opened. */
                created_at: components["schemas"]["Time"];
                created_by?: components["schemas"]["PersonId"] | null;
                /** @description Its id. */
                id: components["schemas"]["ProjectId"];
                /** @description What people call it. */
                name: string;
                repository?: components["schemas"]["ProjectRepository"] | null;
                /** @description The template its runs follow unless they say otherwise. */
                template: string;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Prompt: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Whether it comes with the product. */
                built_in: boolean;
                changed_at?: components["schemas"]["Time"] | null;
                /** @description The craft, such as `product-manager`. */
                craft: string;
                /** @description The digest of its text, which every attempt that is told it names. */
                digest: components["schemas"]["Sha256"];
                /** @description Its text; `null` in lists. */
                source?: string | null;
                /**
                 * Format: int32
                 * @description The version's number; 0 for the built-in one.
                 */
                version: number;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_PromptVersion: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The digest of its text. */
                digest: components["schemas"]["Sha256"];
                /** @description When it was published. */
                published_at: components["schemas"]["Time"];
                published_by?: components["schemas"]["PersonId"] | null;
                /**
                 * Format: int32
                 * @description Its number, from 1.
                 */
                version: number;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_ReceivedEvent: {
            /** @description The items, in the list's order. */
            items: {
                again_of?: components["schemas"]["ReceivedId"] | null;
                /** @description The event's type, where a header said it. */
                event_type?: string | null;
                /**
                 * Format: int32
                 * @description How many events were in it.
                 */
                events: number;
                /** @description Its id. */
                id: components["schemas"]["ReceivedId"];
                /** @description The source's kind; `dreamos` for what this server itself tells. */
                kind: string;
                /**
                 * Format: int32
                 * @description How many messages were planned for it.
                 */
                messages: number;
                planned_at?: components["schemas"]["Time"] | null;
                /** @description When it came in. */
                received_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description How many bytes were sent.
                 */
                size: number;
                /** @description The source's id; `dreamos` for what this server itself tells. */
                source: string;
                /** @description What the source was called then. */
                source_name: string;
                /** @description What the rules decided that were about it. */
                trace: components["schemas"]["RuleStep"][];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Review: {
            /** @description The items, in the list's order. */
            items: {
                /**
                 * Format: int32
                 * @description The attempt's number.
                 */
                attempt: number;
                decided_at?: components["schemas"]["Time"] | null;
                decided_by?: components["schemas"]["PersonId"] | null;
                /** @description What a decision binds. */
                digest: components["schemas"]["Sha256"];
                expires_at?: components["schemas"]["Time"] | null;
                /** @description Its id. */
                id: components["schemas"]["ReviewId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
                /** @description When people were asked. */
                requested_at: components["schemas"]["Time"];
                requested_by?: components["schemas"]["PersonId"] | null;
                /** @description How much harm a wrong approval could do. */
                risk: components["schemas"]["Risk"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
                /** @description The stage's name. */
                stage: string;
                /** @description Waiting, or how it ended. */
                status: components["schemas"]["ReviewStatus"];
                /** @description Whether the caller may decide it now. */
                you_may_decide?: boolean;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Run: {
            /** @description The items, in the list's order. */
            items: {
                /** @description What its model calls have cost. */
                cost_usd: components["schemas"]["UsDollars"];
                finished_at?: components["schemas"]["Time"] | null;
                /** @description Its id. */
                id: components["schemas"]["RunId"];
                /** @description What it may cost. */
                max_cost_usd: components["schemas"]["UsDollars"];
                /** @description What to know about the status, in a sentence. */
                message?: string | null;
                /** @description The project it belongs to. */
                project: components["schemas"]["ProjectId"];
                reason?: components["schemas"]["Reason"] | null;
                release?: components["schemas"]["ArtifactRef"] | null;
                requested_by?: components["schemas"]["PersonId"] | null;
                /** @description Its stages, in the template's order. */
                stages: components["schemas"]["Stage"][];
                /** @description When it was started. */
                started_at: components["schemas"]["Time"];
                /** @description Where it stands: the first that applies of cancelled, failed, done (all stages), waiting, running, blocked (any), queued. */
                status: components["schemas"]["Status"];
                /** @description The template's name. */
                template: string;
                /** @description The pinned version of the template. */
                template_digest: components["schemas"]["Sha256"];
                /** @description When the status last changed. */
                updated_at: components["schemas"]["Time"];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Secret: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Its name. */
                name: string;
                removed_at?: components["schemas"]["Time"] | null;
                /** @description When its present value was set. */
                set_at: components["schemas"]["Time"];
                set_by?: components["schemas"]["PersonId"] | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Session: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Whether the code of the second factor is still missing: then it opens nothing yet. */
                awaits_code: boolean;
                /** @description The browser and system, as it calls itself. */
                client: string;
                /** @description Whether it is the one that asks. */
                current: boolean;
                ended_at?: components["schemas"]["Time"] | null;
                /** @description When it ends if it is not used again. */
                expires_at: components["schemas"]["Time"];
                /** @description Its id. */
                id: components["schemas"]["SessionId"];
                /** @description How they signed in. */
                method: components["schemas"]["SignInMethod"];
                /** @description When it was opened. */
                opened_at: components["schemas"]["Time"];
                /** @description Whose it is. */
                person: components["schemas"]["PersonId"];
                used_at?: components["schemas"]["Time"] | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Source: {
            /** @description The items, in the list's order. */
            items: {
                disabled_at?: components["schemas"]["Time"] | null;
                /** @description Why nothing of it is taken. */
                disabled_reason?: string | null;
                /** @description Its id. */
                id: components["schemas"]["SourceId"];
                /** @description Its secrets, the newest first: two while the old one is being replaced. */
                keys: components["schemas"]["SourceKey"][];
                /** @description Who sends, and in which shape. */
                kind: components["schemas"]["SourceKind"];
                /** @description When it was made. */
                made_at: components["schemas"]["Time"];
                /** @description Its name: what rules call it. */
                name: string;
                /** @description The path of its address on this server; where the address holds its secret, without that. */
                path: string;
                /**
                 * Format: int32
                 * @description How many events a minute it may send.
                 */
                per_minute: number;
                project?: components["schemas"]["ProjectId"] | null;
                /** @description How it proves who it is. */
                proof: components["schemas"]["SourceProof"];
                /** @description Whether it was removed. */
                removed: boolean;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Subscription: {
            /** @description The items, in the list's order. */
            items: {
                disabled_at?: components["schemas"]["Time"] | null;
                /** @description Why nothing is sent to it. */
                disabled_reason?: string | null;
                failing_since?: components["schemas"]["Time"] | null;
                /** @description The host of its address. */
                host: string;
                /** @description Its id. */
                id: components["schemas"]["SubscriptionId"];
                /** @description When it was made. */
                made_at: components["schemas"]["Time"];
                /** @description Its name. */
                name: string;
                rotated_at?: components["schemas"]["Time"] | null;
                /** @description Which types of events it is told of, such as `run.*`. */
                types: string[];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Task: {
            /** @description The items, in the list's order. */
            items: {
                /** @description The worker it is assigned to by name. */
                assignee?: string | null;
                /**
                 * Format: int32
                 * @description The number of its newest attempt; 0 before the first.
                 */
                attempt: number;
                /** @description What a worker must be able to do. */
                capabilities: string[];
                /** @description When it was created. */
                created_at: components["schemas"]["Time"];
                /** @description Whether it ran out of attempts: somebody should look at it. */
                dead_letter: boolean;
                deadline?: components["schemas"]["Time"] | null;
                /** @description The tasks that must be done before it. */
                depends_on: components["schemas"]["TaskId"][];
                ended_at?: components["schemas"]["Time"] | null;
                /** @description Its id. */
                id: components["schemas"]["TaskId"];
                lease_until?: components["schemas"]["Time"] | null;
                not_before?: components["schemas"]["Time"] | null;
                parent?: components["schemas"]["TaskId"] | null;
                /** @description How urgent it is. */
                priority: components["schemas"]["Priority"];
                /**
                 * Format: int32
                 * @description How far its worker has come, in per cent; 100 when it is done.
                 */
                progress: number;
                /** @description How far its worker has come, in words. */
                progress_note?: string | null;
                project?: components["schemas"]["ProjectId"] | null;
                reason?: components["schemas"]["Reason"] | null;
                /** @description How often it is tried again. */
                retry: components["schemas"]["Retry"];
                /** @description The role that works it. */
                role?: string | null;
                run?: components["schemas"]["RunId"] | null;
                /** @description Where it stands. */
                status: components["schemas"]["Status"];
                /** @description Its title. */
                title: string;
                /** @description Whether it is only done when its children are. */
                waits_for_children: boolean;
                /** @description What the worker calls itself that is at it. */
                worker?: string | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Team: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Its id. */
                id: components["schemas"]["TeamId"];
                /** @description Its people. */
                members: components["schemas"]["MemberId"][];
                /** @description What people call it. */
                name: string;
                /** @description The roles its people have on projects. */
                project_roles: components["schemas"]["ProjectRole"][];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Template: {
            /** @description The items, in the list's order. */
            items: {
                /** @description Whether it comes with the product. */
                built_in: boolean;
                /** @description The digest of its TOML. */
                digest: components["schemas"]["Sha256"];
                /** @description Its name. */
                name: string;
                /** @description Its TOML; `null` in lists. */
                source?: string | null;
                /** @description Its stages, in order. */
                stages: components["schemas"]["TemplateStage"][];
                /** @description Its name for people. */
                title: string;
                /**
                 * Format: int32
                 * @description The version's number; 0 for one that is built in.
                 */
                version: number;
                /**
                 * @description What nobody could satisfy as the organisation is now, each in a sentence with what to do: gates that ask more people than there are.
                 *     Empty in lists.
                 */
                warnings: string[];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Tenant: {
            /** @description The items, in the list's order. */
            items: {
                /** @description When it was made. */
                created_at: components["schemas"]["Time"];
                /** @description Its id. */
                id: components["schemas"]["OrgId"];
                /** @description What its people call it. */
                name: string;
                /** @description Whether it is the operator's own. */
                operator: boolean;
                /** @description How the operator called its first owner: a name or a mail address; `null` for the operator's own. */
                owner?: string | null;
                owner_person?: components["schemas"]["PersonId"] | null;
                /** @description The plan that was chosen for it; the service's usual one when null. */
                plan?: string | null;
                suspended_at?: components["schemas"]["Time"] | null;
                /** @description Why. */
                suspended_because?: string | null;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_TenantUsage: {
            /** @description The items, in the list's order. */
            items: {
                /**
                 * Format: int64
                 * @description How many messages arrived.
                 */
                delivered: number;
                /** @description The month in UTC, such as `2026-11`. */
                month: string;
                /** @description What its people call it. */
                name: string;
                /** @description The organisation's id. */
                organisation: components["schemas"]["OrgId"];
                /** @description The plan that is chosen for it now; the service's usual one when null. */
                plan?: string | null;
                /**
                 * Format: int64
                 * @description How many events came in from sources and were planned.
                 */
                received: number;
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Token: {
            /** @description The items, in the list's order. */
            items: {
                /** @description When it was minted. */
                created_at: components["schemas"]["Time"];
                /** @description When it stops to work. */
                expires_at: components["schemas"]["Time"];
                /** @description Its id. */
                id: components["schemas"]["TokenId"];
                /** @description What it is for. */
                name: string;
                /** @description Whose it is. */
                person: components["schemas"]["PersonId"];
                revoked_at?: components["schemas"]["Time"] | null;
                /** @description What it may do, within what its person may. */
                scopes: components["schemas"]["TokenScope"][];
            }[];
            /** @description Pass it as `cursor` to get the next page; `null` at the end. Opaque. */
            next?: string | null;
        };
        /** @description A pairing. */
        Pairing: {
            /** @description Whether what other bots say in Discord is carried over too. */
            bots: boolean;
            /** @description Which way messages go. */
            direction: components["schemas"]["PairingDirection"];
            disabled_at?: components["schemas"]["Time"] | null;
            /** @description Why nothing is carried over. */
            disabled_reason?: string | null;
            /** @description The destination that is the channel of Discord's. */
            discord: string;
            /** @description Its id. */
            id: components["schemas"]["PairingId"];
            last_carried_at?: components["schemas"]["Time"] | null;
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description How many messages it carried within the last 30 days.
             */
            messages: number;
            /** @description Its name. */
            name: string;
            /** @description The destination that is the webhook by which that channel is written to. */
            webhook?: string | null;
            /** @description The destination that is the other side. */
            with: string;
            /** @description The destination that is the webhook by which the other side is written to. */
            with_webhook?: string | null;
        };
        /**
         * @description Which way messages of a pairing go.
         * @enum {string}
         */
        PairingDirection: "in" | "out" | "both";
        /**
         * @description The id of a pairing.
         * @example pai_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        PairingId: string;
        /** @description Pauses a run: what runs ends, nothing new starts. */
        PauseRun: {
            /**
             * @description Why, for the record.
             * @default null
             */
            reason?: string | null;
        };
        /** @description The account that a code is about: to be looked at before it is confirmed. */
        PendingDiscordLink: {
            /** @description The account's id at Discord. */
            account: string;
            /** @description What it is called there. */
            account_name: string;
            /** @description Until when the code counts. */
            expires_at: components["schemas"]["Time"];
        };
        /** @description Something that an agent asks of people, as lists show it. */
        Permission: {
            /** @description The agent. */
            agent: components["schemas"]["AgentId"];
            /** @description Its name. */
            agent_name: string;
            /** @description When it was asked. */
            asked_at: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description The number of the attempt at it.
             */
            attempt?: number | null;
            decided_at?: components["schemas"]["Time"] | null;
            decided_by?: components["schemas"]["PersonId"] | null;
            /** @description What a decision binds: the agent, the task, the tool and the exact arguments. */
            digest: components["schemas"]["Sha256"];
            /** @description When it is over, decided or not. */
            expires_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["PermissionId"];
            /** @description Whether it is a call that the agent wants to make, or a question. */
            kind: components["schemas"]["PermissionKind"];
            project?: components["schemas"]["ProjectId"] | null;
            /** @description How much harm it could do, by the kind of tool. */
            risk: components["schemas"]["Risk"];
            run?: components["schemas"]["RunId"] | null;
            /** @description Waiting, or how it ended. */
            status: components["schemas"]["PermissionStatus"];
            task?: components["schemas"]["TaskId"] | null;
            /** @description In a line, in the agent's words: nothing is decided on it. */
            title: string;
            /** @description The tool; `null` for a question. */
            tool?: string | null;
            /** @description The kind of tool, as far as it is known: `execute`, `edit`. */
            tool_kind?: string | null;
            used_at?: components["schemas"]["Time"] | null;
        };
        /** @description A permission with everything that a decision needs. */
        PermissionDetail: components["schemas"]["Permission"] & {
            /** @description The answers that a question offers; empty for a text of one's own. */
            choices: string[];
            /** @description What the person who decided said about it, or answered. */
            comment?: string | null;
            /** @description Whether `text` is exactly what the digest binds; `false` for those who may not decide, who see it without what looks like a secret. */
            exact: boolean;
            /** @description What makes this permission another than any other of the same digest. */
            nonce: string;
            /** @description The version of the policy under which it was asked. */
            policy_version: components["schemas"]["Sha256"];
            /** @description The arguments as canonical JSON (RFC 8785), or the question: whole. */
            text: string;
            /** @description Whether the caller may decide. */
            you: components["schemas"]["YourVote"];
        };
        /**
         * @description The id of a permission.
         * @example prm_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        PermissionId: string;
        /**
         * @description What an agent asks.
         * @enum {string}
         */
        PermissionKind: "call" | "question";
        /**
         * @description Where a permission stands. What a person decided stays what it was.
         * @enum {string}
         */
        PermissionStatus: "waiting" | "approved" | "changes_requested" | "rejected" | "answered" | "expired" | "withdrawn";
        /**
         * @description The id of a person.
         * @example per_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        PersonId: string;
        /** @description A hold to place. */
        PlaceHold: {
            from?: components["schemas"]["Time"] | null;
            /** @description What it is for: 1 to 100 characters. */
            name: string;
            /** @description Whether it covers the server's own lines instead of the organisation's. */
            server?: boolean;
            until?: components["schemas"]["Time"] | null;
        };
        /**
         * @description How urgent a task is.
         * @enum {string}
         */
        Priority: "low" | "normal" | "high" | "critical";
        /** @description Why a request was refused or failed. Rely on `code`, show `detail`. */
        Problem: {
            /** @description Stable name of what went wrong, such as `stale_digest`. */
            code: string;
            /** @description What happened, why, and what to do next. */
            detail?: string;
            /** @description What is wrong with single fields of the request. */
            errors?: components["schemas"]["FieldError"][];
            /** @description The request's id, as in the server's log. */
            request_id?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The same short words for every problem of this code. */
            title: string;
            /** @description Where this code is explained. */
            type?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A process and the disk under its data folder. */
        ProcessState: {
            /**
             * Format: int64
             * @description Space on the disk, in bytes; `null` where the system does not say.
             */
            disk_bytes?: number | null;
            /**
             * Format: int64
             * @description Free space on the disk, in bytes.
             */
            disk_free_bytes?: number | null;
            /**
             * Format: int64
             * @description What the organisation's log takes, in bytes.
             */
            log_bytes: number;
            /**
             * Format: int64
             * @description Memory that is resident, in bytes; `null` where the system does not say.
             */
            memory_bytes?: number | null;
        };
        /** @description Who or what made a version. */
        ProducedBy: {
            /** @description The attempt. */
            attempt: components["schemas"]["AttemptId"];
            /**
             * Format: int32
             * @description The attempt's number.
             */
            number: number;
            /** @description The stage's name. */
            stage: string;
            /** @enum {string} */
            type: "attempt";
        } | {
            /** @description Who. */
            person: components["schemas"]["PersonId"];
            /** @enum {string} */
            type: "person";
        };
        /** @description A project. */
        Project: {
            /** @description Whether it is put away: no run starts in it. */
            archived: boolean;
            /**
             * Format: int64
             * @description The length of the brief in bytes.
             */
            brief_bytes: number;
            /** @description The digest of its brief; `GET …/projects/{project}/brief` gives the text. */
            brief_digest: components["schemas"]["Sha256"];
            /** @description When it was opened. */
            created_at: components["schemas"]["Time"];
            created_by?: components["schemas"]["PersonId"] | null;
            /** @description Its id. */
            id: components["schemas"]["ProjectId"];
            /** @description What people call it. */
            name: string;
            repository?: components["schemas"]["ProjectRepository"] | null;
            /** @description The template its runs follow unless they say otherwise. */
            template: string;
        };
        /**
         * @description The id of a project.
         * @example prj_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        ProjectId: string;
        /** @description A git repository on the server's machine. */
        ProjectRepository: {
            /** @description The branch whose newest commit every piece of work begins from. */
            branch: string;
            /** @description Its folder, as a path from the root of the server's machine. */
            path: string;
        };
        /** @description A role on one project. */
        ProjectRole: {
            /** @description The project. */
            project: components["schemas"]["ProjectId"];
            /** @description The role. */
            role: components["schemas"]["Role"];
        };
        /** @description What a craft is told: the organisation's own prompt, or the one that comes with the product. */
        Prompt: {
            /** @description Whether it comes with the product. */
            built_in: boolean;
            changed_at?: components["schemas"]["Time"] | null;
            /** @description The craft, such as `product-manager`. */
            craft: string;
            /** @description The digest of its text, which every attempt that is told it names. */
            digest: components["schemas"]["Sha256"];
            /** @description Its text; `null` in lists. */
            source?: string | null;
            /**
             * Format: int32
             * @description The version's number; 0 for the built-in one.
             */
            version: number;
        };
        /** @description Whether a prompt can be published. */
        PromptVerdict: {
            /**
             * Format: int32
             * @description The line that is wrong, from 1.
             */
            line?: number | null;
            /** @description What is wrong with it, why, and what to do. */
            message?: string | null;
            /** @description What the craft would be told at a stage with everything. */
            sample?: string | null;
            /** @description It can. */
            valid: boolean;
        };
        /** @description A version of an organisation's prompt. */
        PromptVersion: {
            /** @description The digest of its text. */
            digest: components["schemas"]["Sha256"];
            /** @description When it was published. */
            published_at: components["schemas"]["Time"];
            published_by?: components["schemas"]["PersonId"] | null;
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            version: number;
        };
        /** @description With what the artifacts under review were made. */
        Provenance: {
            /** @description The attempt that made them. */
            attempt: components["schemas"]["AttemptId"];
            /**
             * Format: int32
             * @description How many calls to models were recorded.
             */
            calls: number;
            /** @description What the attempt cost. */
            cost_usd: components["schemas"]["UsDollars"];
            /**
             * Format: int64
             * @description How many tokens they read, from a cache or not.
             */
            input_tokens: number;
            /** @description The providers' names for the models that were asked, each once, in the order in which they were. */
            models: string[];
            /**
             * Format: int64
             * @description How many they wrote, hidden reasoning included.
             */
            output_tokens: number;
        };
        /** @description Proves that the caller knows their password. */
        ProvePassword: {
            /** @description The password there is now. */
            current_password: string;
        };
        /** @description Events to publish. */
        PublishEvents: {
            /** @description JSON of any shape; `type`, `title`, `summary`, `severity`, `labels`, `link` and `key` are understood. At most 100. */
            events: Record<string, never>[];
        };
        /** @description Publishes the next version of a prompt. */
        PublishPrompt: {
            /** @description Its text: words, `{{ values }}`, `if` and `for`; at most 64 KiB. */
            source: string;
        };
        /** @description Publishes a new version of the standard. */
        PublishStandard: {
            /** @description Its TOML. */
            source: string;
        };
        /** @description Publishes a new version of a template. */
        PublishTemplate: {
            /** @description The file's name, for messages. */
            file?: string | null;
            /** @description Its TOML. */
            source: string;
        };
        /** @description A channel to make, or new settings for one that is there. */
        PutChannel: {
            /** @description Its name: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`. */
            name: string;
            project?: components["schemas"]["ProjectId"] | null;
            settings?: components["schemas"]["ChannelSettings"] | null;
        };
        /** @description A span of every day, by the wall clock of the person's zone; it may go over midnight. */
        QuietHours: {
            /**
             * @description When it begins, as `22:00`.
             * @example 22:00
             */
            from: string;
            /**
             * @description When it ends, as `07:00`.
             * @example 07:00
             */
            until: string;
        };
        /** @description Raises the budget of a run. */
        RaiseBudget: {
            /** @description The new limit: above the present one. */
            cap_usd: components["schemas"]["UsDollars"];
            /** @description Why, for the record. */
            reason: string;
        };
        /** @description An alert that is raised. */
        RaisedAlert: {
            /** @description The alert's name. */
            name: string;
            /** @description Since when. */
            since: components["schemas"]["Time"];
            /** @description Why, as of then. */
            why: string;
        };
        /** @description Whether the process can do its work. */
        Readiness: {
            /** @description What was looked at. */
            checks: components["schemas"]["ReadinessCheck"][];
            /** @description It can. */
            ready: boolean;
        };
        /** @description One thing that the process needs. */
        ReadinessCheck: {
            /** @description What is wrong with it. */
            detail?: string | null;
            /** @description What. */
            name: string;
            /** @description Whether it is there. */
            ok: boolean;
        };
        /** @description Marks notifications as seen. What waits goes on waiting. */
        ReadNotifications: {
            /** @default null */
            notification?: components["schemas"]["NotificationId"] | null;
        };
        /**
         * @description Why a status is what it is.
         * @enum {string}
         */
        Reason: "approval" | "question" | "credential" | "dependency" | "budget" | "rate_limit" | "policy" | "paused" | "expired" | "approved" | "passed" | "released" | "superseded" | "error" | "timeout" | "crashed" | "rejected" | "attempts" | "user" | "scheduled" | "retry" | "children" | "deadline" | "lease_expired";
        /** @description Where a message stands with one consumer. */
        Receipt: {
            /** @description Since when it stands there; when it was sent, where nothing happened since or the moment is no longer known. */
            at: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description How often it was handed over.
             */
            attempt: number;
            /** @description The consumer's name. */
            consumer: string;
            /** @description Who has it or had it last, where that is known. */
            holder?: string | null;
            /** @description The message. */
            message: components["schemas"]["MessageId"];
            /** @description Where it stands. */
            status: components["schemas"]["MessageStatus"];
        };
        /** @description The receipts of a message. */
        Receipts: {
            /** @description One for each consumer that the message is for. */
            items: components["schemas"]["Receipt"][];
            /** @description Always `null`: receipts are one page. */
            next?: string | null;
            /** @description Whether the status that was waited for came in time; `null` when none was waited for. */
            reached?: boolean | null;
            /** @description Where the message stands altogether. */
            status: components["schemas"]["MessageStatus"];
        };
        /** @description Something that came in. */
        ReceivedEvent: {
            again_of?: components["schemas"]["ReceivedId"] | null;
            /** @description The event's type, where a header said it. */
            event_type?: string | null;
            /**
             * Format: int32
             * @description How many events were in it.
             */
            events: number;
            /** @description Its id. */
            id: components["schemas"]["ReceivedId"];
            /** @description The source's kind; `dreamos` for what this server itself tells. */
            kind: string;
            /**
             * Format: int32
             * @description How many messages were planned for it.
             */
            messages: number;
            planned_at?: components["schemas"]["Time"] | null;
            /** @description When it came in. */
            received_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description How many bytes were sent.
             */
            size: number;
            /** @description The source's id; `dreamos` for what this server itself tells. */
            source: string;
            /** @description What the source was called then. */
            source_name: string;
            /** @description What the rules decided that were about it. */
            trace: components["schemas"]["RuleStep"][];
        };
        /**
         * @description The id of something that came in from a source.
         * @example rcv_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        ReceivedId: string;
        /** @description What replaces the device, each once. They are shown this once. */
        RecoveryCodes: {
            /** @description The codes. */
            recovery_codes: string[];
        };
        /** @description Takes in again what came in before: the rules that are in force now are asked. */
        RedeliverEvents: {
            /** @description From this one on, itself included. */
            from: components["schemas"]["ReceivedId"];
            /** @description Of this source alone, by id or name. */
            source?: string | null;
            until?: components["schemas"]["ReceivedId"] | null;
        };
        /** @description A request that was refused to whoever sent it to a source. */
        RefusedRequest: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description The code that the sender was answered with. */
            code: string;
            /** @description What the sender was told: why, and what to do. */
            why: string;
        };
        /** @description Sends the stage back for a fresh attempt that sees nothing of this one. */
        Regenerate: {
            /** @description For the record. */
            comment?: string | null;
            /** @description What binds the fresh attempt and everything that starts later. */
            constraints?: components["schemas"]["NewConstraint"][];
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
            /** @description The caller's drafts that go with it, each as it was seen: they become part of the comment. */
            drafts?: components["schemas"]["DraftAsSeen"][];
            /** @description The model to use, when not the one that is set. */
            model?: string | null;
            on_behalf_of?: components["schemas"]["PersonId"] | null;
        };
        /** @description Registers an agent, or gives one another manifest. */
        RegisterAgent: {
            desired?: components["schemas"]["Desired"] | null;
            /** @description What faults call the file. */
            file?: string | null;
            /** @description The manifest, in TOML. */
            source: string;
        };
        /** @description Rejects: the stage and the run fail. */
        Reject: {
            /** @description Why. */
            comment: string;
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
            /** @description The caller's drafts that go with it, each as it was seen: they become part of the comment. */
            drafts?: components["schemas"]["DraftAsSeen"][];
            on_behalf_of?: components["schemas"]["PersonId"] | null;
        };
        /** @description Rejects. */
        RejectPermission: {
            /** @description Why, for the agent. */
            comment?: string | null;
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
        };
        /** @description Gives a task back without having failed. */
        ReleaseTask: {
            /**
             * Format: int32
             * @description The attempt; the present one when left out.
             */
            attempt?: number | null;
            /** @description What the worker calls itself; any of the caller's when left out. */
            worker?: string | null;
        };
        /** @description Takes a consumer away, with its place and its dead letters. */
        RemoveConsumer: {
            /** @description Why, for the record. */
            reason: string;
        };
        /** @description Gives an organisation another name. */
        RenameOrganisation: {
            /** @description The new name: 1 to 100 characters. */
            name: string;
        };
        /** @description Gives a destination that is a webhook, or a subscription, another address. */
        ReplaceAddress: {
            /**
             * Format: password
             * @description The address, as it would be given to make it.
             */
            url: string;
        };
        /** @description Gives a connection another token. */
        ReplaceConnectionToken: {
            /**
             * Format: password
             * @description The bot's token.
             */
            token: string;
        };
        /** @description Gives a destination that is a channel of Slack's another token of its app. */
        ReplaceDestinationToken: {
            /**
             * Format: password
             * @description The token of the app's bot.
             */
            token: string;
        };
        /** @description What a replay found. */
        Replay: {
            /** @description Whether every artifact came out byte for byte the same. */
            result: components["schemas"]["ReplayResult"];
            /** @description The run. */
            run: components["schemas"]["RunId"];
            /** @description Stage by stage. */
            stages: components["schemas"]["ReplayStage"][];
        };
        /** @description Which deliveries to send again: those that have ended and that all of these are true of. */
        ReplayDeliveries: {
            /** @description Where to go on: the `next` of the call before. */
            cursor?: string | null;
            event?: components["schemas"]["ReceivedId"] | null;
            since?: components["schemas"]["Time"] | null;
            /** @description That stand so: `failed`, `dead`, `unknown`. */
            status?: string | null;
            /** @description To the destination or subscription of this name. */
            to?: string | null;
            until?: components["schemas"]["Time"] | null;
        };
        /** @description Deliveries that were sent again. */
        ReplayedDeliveries: {
            /** @description The new deliveries, the oldest first. */
            ids: components["schemas"]["DeliveryId"][];
            /** @description Where to go on; `null` when these were all. */
            next?: string | null;
        };
        /**
         * @description Whether a replay gave the same bytes.
         * @enum {string}
         */
        ReplayResult: "identical" | "different";
        /** @description What a replay found at one stage. */
        ReplayStage: {
            first_divergence?: components["schemas"]["Divergence"] | null;
            /** @description Whether its artifacts came out the same. */
            identical: boolean;
            /** @description The stage's name. */
            name: string;
        };
        /** @description Sends the stage back with comments. */
        RequestChanges: {
            /** @description What to change: the next attempt reads it. Notes and drafts may say it all. */
            comment?: string;
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
            /** @description The caller's drafts that go with it, each as it was seen: they become part of the comment. */
            drafts?: components["schemas"]["DraftAsSeen"][];
            /** @description Notes to single places. */
            notes?: components["schemas"]["InlineNote"][];
            on_behalf_of?: components["schemas"]["PersonId"] | null;
        };
        /** @description Does not approve: the agent is told what to do otherwise. */
        RequestPermissionChanges: {
            /** @description What to do otherwise. */
            comment: string;
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
        };
        /** @description A message to which a reply is awaited. */
        RequestReply: {
            /** @description The message; it names no `reply_to` and no `correlation`, which the server makes. */
            message: components["schemas"]["SendMessage"];
            timeout?: components["schemas"]["TimeSpan"] | null;
        };
        /** @description Runs again. */
        RerunRun: {
            /**
             * @description The stage from which this run begins again. Without it a new run of the same template version and brief is made.
             * @default null
             */
            from?: string | null;
        };
        /** @description How often a task is tried again after a failed attempt, and after how long. */
        Retry: {
            /** @description The wait after the first failure; it doubles with each further one. */
            backoff: components["schemas"]["TimeSpan"];
            /** @description The longest wait. */
            longest: components["schemas"]["TimeSpan"];
            /**
             * Format: int32
             * @description How many attempts there may be, the first one included: 1 to 100.
             */
            max_attempts: number;
        };
        /** @description A review, as lists show it. */
        Review: {
            /**
             * Format: int32
             * @description The attempt's number.
             */
            attempt: number;
            decided_at?: components["schemas"]["Time"] | null;
            decided_by?: components["schemas"]["PersonId"] | null;
            /** @description What a decision binds. */
            digest: components["schemas"]["Sha256"];
            expires_at?: components["schemas"]["Time"] | null;
            /** @description Its id. */
            id: components["schemas"]["ReviewId"];
            /** @description The project. */
            project: components["schemas"]["ProjectId"];
            /** @description When people were asked. */
            requested_at: components["schemas"]["Time"];
            requested_by?: components["schemas"]["PersonId"] | null;
            /** @description How much harm a wrong approval could do. */
            risk: components["schemas"]["Risk"];
            /** @description The run. */
            run: components["schemas"]["RunId"];
            /** @description The stage's name. */
            stage: string;
            /** @description Waiting, or how it ended. */
            status: components["schemas"]["ReviewStatus"];
            /** @description Whether the caller may decide it now. */
            you_may_decide?: boolean;
        };
        /** @description A review and what was seen under it. */
        ReviewAsSeen: {
            /** @description What was seen. */
            digest: components["schemas"]["Sha256"];
            /** @description The review. */
            review: components["schemas"]["ReviewId"];
        };
        /** @description A review with everything that a decision needs. */
        ReviewDetail: components["schemas"]["Review"] & {
            /**
             * Format: int32
             * @description How many approvals are still missing.
             */
            approvals_missing: number;
            /** @description What approving starts, in a sentence. */
            approving_starts: string;
            /** @description Exactly what is under review. */
            artifacts: components["schemas"]["ArtifactRef"][];
            broken_glass?: components["schemas"]["BrokenGlass"] | null;
            /** @description What the machine checked. */
            checks: components["schemas"]["Check"][];
            /** @description The constraints that bind this stage. */
            constraints: components["schemas"]["Constraint"][];
            /** @description Who has to agree. */
            gate: components["schemas"]["Gate"];
            /** @description Who may decide now. */
            may_decide: components["schemas"]["Decider"][];
            /** @description Makes this request for a decision distinct from every other. */
            nonce: string;
            /** @description The version of the policy that the decision is made under. */
            policy_version: string;
            /** @description With what it was made. */
            provenance: components["schemas"]["Provenance"];
            /** @description Why too few people may decide for it ever to be approved, and what to do; `null` when enough may, and when it has ended. */
            shortage?: string | null;
            /** @description The votes so far. */
            votes: components["schemas"]["Vote"][];
            /** @description Whether the caller may decide. */
            you: components["schemas"]["YourVote"];
        };
        /**
         * @description The id of a review.
         * @example rev_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        ReviewId: string;
        /**
         * @description Where a review stands.
         * @enum {string}
         */
        ReviewStatus: "waiting" | "approved" | "changes_requested" | "regenerate" | "rejected" | "expired" | "withdrawn";
        /** @description Revokes a grant. */
        RevokeGrant: Record<string, never>;
        /** @description Revokes a token. */
        RevokeToken: {
            /**
             * @description Why, for the record.
             * @default null
             */
            reason?: string | null;
        };
        /**
         * @description How much harm a wrong approval could do.
         * @enum {string}
         */
        Risk: "low" | "medium" | "high";
        /**
         * @description What somebody may do; each role may do all that those below it may.
         * @enum {string}
         */
        Role: "owner" | "maintainer" | "reviewer" | "contributor" | "viewer";
        /** @description Rolls a run back to a stage. */
        Rollback: {
            /** @description Why, for the record. */
            reason: string;
            /** @description The stage whose output is reviewed again; what comes after it is superseded. */
            to: string;
        };
        /** @description What a rollback will do. Nothing is erased: superseded work stays readable. */
        RollbackPlan: {
            /** @description What cannot be undone, in sentences: money spent, a bundle that was released. */
            cannot_undo: string[];
            /** @description The run. */
            run: components["schemas"]["RunId"];
            /** @description The artifact versions that are superseded. */
            superseded_artifacts: components["schemas"]["ArtifactRef"][];
            /** @description The attempts that are superseded. */
            superseded_attempts: components["schemas"]["SupersededAttempt"][];
            /** @description The reviews that are withdrawn or no longer count. */
            superseded_reviews: components["schemas"]["ReviewId"][];
            /** @description The stages whose work is superseded. */
            superseded_stages: string[];
            /** @description The stage to roll back to. */
            to: string;
        };
        /** @description Gives a source another secret. */
        RotateSource: {
            /**
             * Format: password
             * @description The secret that the sender has already; one is made when left out.
             */
            secret?: string | null;
        };
        /** @description The rules in force. */
        Rules: {
            digest?: components["schemas"]["Sha256"] | null;
            /** @description The text: TOML. */
            text: string;
            /**
             * Format: int32
             * @description The number of the version; 0 when none were ever written. `If-Match` names it when they are written anew.
             */
            version: number;
            /** @description What is no fault, and is to be known, such as destinations that nobody has made. */
            warnings: string[];
            written_at?: components["schemas"]["Time"] | null;
        };
        /** @description What one rule decided. */
        RuleStep: {
            /** @description What it decided: `missed`, `duplicate`, `dropped`, `held`, `collected`, `capped`, `planned`, `escalated`, `stopped` or `failed`. */
            decided: string;
            /**
             * Format: int32
             * @description The line that it begins on.
             */
            line: number;
            /** @description The rule. */
            rule: string;
            /** @description Why, in a sentence. */
            why: string;
        };
        /** @description A run. */
        Run: {
            /** @description What its model calls have cost. */
            cost_usd: components["schemas"]["UsDollars"];
            finished_at?: components["schemas"]["Time"] | null;
            /** @description Its id. */
            id: components["schemas"]["RunId"];
            /** @description What it may cost. */
            max_cost_usd: components["schemas"]["UsDollars"];
            /** @description What to know about the status, in a sentence. */
            message?: string | null;
            /** @description The project it belongs to. */
            project: components["schemas"]["ProjectId"];
            reason?: components["schemas"]["Reason"] | null;
            release?: components["schemas"]["ArtifactRef"] | null;
            requested_by?: components["schemas"]["PersonId"] | null;
            /** @description Its stages, in the template's order. */
            stages: components["schemas"]["Stage"][];
            /** @description When it was started. */
            started_at: components["schemas"]["Time"];
            /** @description Where it stands: the first that applies of cancelled, failed, done (all stages), waiting, running, blocked (any), queued. */
            status: components["schemas"]["Status"];
            /** @description The template's name. */
            template: string;
            /** @description The pinned version of the template. */
            template_digest: components["schemas"]["Sha256"];
            /** @description When the status last changed. */
            updated_at: components["schemas"]["Time"];
        };
        /**
         * @description The id of a run.
         * @example run_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        RunId: string;
        /** @description A range of a channel whose digest is in the ledger. */
        SealedRange: {
            /** @description The digest in the ledger. */
            digest: components["schemas"]["Sha256"];
            /**
             * Format: int64
             * @description The sequence of its first message.
             */
            from: number;
            /**
             * Format: int64
             * @description The sequence of its last message.
             */
            to: number;
        };
        /** @description The second look at an emergency approval. */
        SecondLook: {
            /** @description What was found. */
            note?: string | null;
            /** @description Whether it was right. */
            verdict: components["schemas"]["SecondLookVerdict"];
        };
        /**
         * @description Whether an emergency approval was right.
         * @enum {string}
         */
        SecondLookVerdict: "confirm" | "contest";
        /** @description A secret that is kept by name. Nobody is shown its value. */
        Secret: {
            /** @description Its name. */
            name: string;
            removed_at?: components["schemas"]["Time"] | null;
            /** @description When its present value was set. */
            set_at: components["schemas"]["Time"];
            set_by?: components["schemas"]["PersonId"] | null;
        };
        /** @description Makes the sample, or goes on with it. */
        SeedDemo: Record<string, never>;
        /** @description A message to send. */
        SendMessage: {
            /** @description What it says. */
            body: string;
            /** @description The channel: `agent/<name>`, `agent/<name>/orders`, `captain`, `broadcast` or `topic/<name>`. */
            channel: string;
            /** @description What ties a reply to its request. */
            correlation?: string | null;
            expires_in?: components["schemas"]["TimeSpan"] | null;
            /** @description Facts beside the body. */
            headers?: {
                [key: string]: string;
            };
            /** @description The same key on the same channel with the same content is one message, however often it is sent within 24 hours; after that it is another. */
            key?: string | null;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description The channel that a reply is expected on. */
            reply_to?: string | null;
        };
        /** @description Messages to send together. */
        SendMessages: {
            /** @description The messages, in the order in which they are to stand in their channels: at most 1,000. */
            messages: components["schemas"]["SendMessage"][];
        };
        /** @description What became of one message of a batch. */
        SentMessage: {
            error?: components["schemas"]["ItemError"] | null;
            id?: components["schemas"]["MessageId"] | null;
            /** @description Whether it had been sent before under the same key. */
            repeated: boolean;
            /**
             * Format: int64
             * @description Its place in the channel.
             */
            sequence?: number | null;
        };
        /** @description What became of a batch. */
        SentMessages: {
            /** @description One for each message of the batch, in its order. */
            items: components["schemas"]["SentMessage"][];
            /**
             * Format: int64
             * @description How many of them were refused.
             */
            refused: number;
        };
        /**
         * @description What a server runs.
         * @enum {string}
         */
        ServerParts: "all" | "bridge";
        /** @description A session, without its text: nobody but the browser has that. */
        Session: {
            /** @description Whether the code of the second factor is still missing: then it opens nothing yet. */
            awaits_code: boolean;
            /** @description The browser and system, as it calls itself. */
            client: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
            ended_at?: components["schemas"]["Time"] | null;
            /** @description When it ends if it is not used again. */
            expires_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["SessionId"];
            /** @description How they signed in. */
            method: components["schemas"]["SignInMethod"];
            /** @description When it was opened. */
            opened_at: components["schemas"]["Time"];
            /** @description Whose it is. */
            person: components["schemas"]["PersonId"];
            used_at?: components["schemas"]["Time"] | null;
        };
        /**
         * @description The id of a session.
         * @example ses_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        SessionId: string;
        /** @description Makes somebody captain, or nobody when neither is named. */
        SetCaptain: {
            /** @description An agent, by its name. */
            agent?: string | null;
            person?: components["schemas"]["PersonId"] | null;
            /** @description What that agent may do beyond other agents. */
            rights?: components["schemas"]["CaptainRight"][];
        };
        /** @description Names the servers in which slash commands are registered. */
        SetConnectionGuilds: {
            /** @description Their ids. */
            guilds: string[];
        };
        /** @description Says who is told when a destination cannot be. */
        SetFallback: {
            /** @description The destination's name; `null` for nobody. */
            fallback?: string | null;
        };
        /** @description Sets the caller's password. */
        SetPassword: {
            /** @description The password there is now: needed when there is one. */
            current_password?: string | null;
            /** @description The login name from now on: needed when there is none; the one there is when left out. */
            login?: string | null;
            /** @description The password from now on: at least 12 characters. */
            new_password: string;
        };
        /** @description Has the work of a project begin from a git repository on the server's machine. */
        SetRepository: {
            /** @description The branch that work begins from; the one that is checked out there when left out. */
            branch?: string | null;
            /** @description Its folder, as a path from the root, below one of those that the server's operator allows. */
            path: string;
        };
        /** @description Sets a secret, or gives it another value. It is written here and never shown again. */
        SetSecret: {
            /**
             * Format: password
             * @description The value: 1 to 65,536 bytes.
             */
            value: string;
        };
        /** @description Lets a source send more, or less. */
        SetSourceRate: {
            /**
             * Format: int32
             * @description How many events a minute.
             */
            per_minute: number;
        };
        /** @description Tells a subscription of other types. */
        SetSubscriptionTypes: {
            /** @description Which, such as `run.*`. */
            types: string[];
        };
        /** @description Sets or lifts one limit: of a role, of a project, or with neither of the organisation. */
        SetTaskLimit: {
            /**
             * Format: int32
             * @description How many may run at once; `null` lifts the limit.
             */
            max?: number | null;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description The role. */
            role?: string | null;
        };
        /** @description The answer to one delivery. */
        Settle: {
            delay?: components["schemas"]["TimeSpan"] | null;
            /** @description The answer. */
            outcome: components["schemas"]["Outcome"];
            /** @description With `failed` and `rejected`: why, for the dead letter that it may become. */
            reason?: string | null;
            /** @description What the delivery said to answer with. */
            receipt: string;
        };
        /** @description What became of the answers. */
        Settled: {
            /** @description One for each answer, in their order. */
            items: components["schemas"]["SettledItem"][];
            /**
             * Format: int64
             * @description How many of them do not count, mostly because they came too late.
             */
            refused: number;
        };
        /** @description What became of one answer. */
        SettledItem: {
            /** @description Whether it counts. */
            accepted: boolean;
            error?: components["schemas"]["ItemError"] | null;
        };
        /** @description The answers of a consumer. */
        SettleMessages: {
            /** @description The answers: at most 1,000. */
            answers: components["schemas"]["Settle"][];
        };
        /**
         * @description A SHA-256 digest.
         * @example sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
         */
        Sha256: string;
        /** @description A link that signs its maker in once, on the machine of the server. Its text is shown this once. */
        SignInLink: {
            /** @description When it stops to work. */
            expires_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["LinkId"];
            /** @description Where it leads on this server: open the server's address with this behind it. It holds the text, and is not stored. */
            path: string;
        };
        /**
         * @description How a person proved who they are.
         * @enum {string}
         */
        SignInMethod: "password" | "password_and_code" | "password_and_recovery_code" | "link" | "invitation";
        /** @description A request that took long. */
        SlowRequest: {
            /** @description When it was answered. */
            at: string;
            /**
             * Format: int64
             * @description How long it took, in microseconds.
             */
            duration_us: number;
            /** @description Its method. */
            method: string;
            /** @description Its id. */
            request: string;
            /** @description The pattern of its address. */
            route: string;
            /**
             * Format: int64
             * @description The answer's status.
             */
            status: number;
        };
        /** @description A source. Its secrets are never shown. */
        Source: {
            disabled_at?: components["schemas"]["Time"] | null;
            /** @description Why nothing of it is taken. */
            disabled_reason?: string | null;
            /** @description Its id. */
            id: components["schemas"]["SourceId"];
            /** @description Its secrets, the newest first: two while the old one is being replaced. */
            keys: components["schemas"]["SourceKey"][];
            /** @description Who sends, and in which shape. */
            kind: components["schemas"]["SourceKind"];
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /** @description Its name: what rules call it. */
            name: string;
            /** @description The path of its address on this server; where the address holds its secret, without that. */
            path: string;
            /**
             * Format: int32
             * @description How many events a minute it may send.
             */
            per_minute: number;
            project?: components["schemas"]["ProjectId"] | null;
            /** @description How it proves who it is. */
            proof: components["schemas"]["SourceProof"];
            /** @description Whether it was removed. */
            removed: boolean;
        };
        /**
         * @description The id of a source.
         * @example src_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        SourceId: string;
        /** @description That a source has a secret. */
        SourceKey: {
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            number: number;
        };
        /**
         * @description Who sends, and in which shape.
         * @enum {string}
         */
        SourceKind: "generic" | "standard_webhooks" | "cloudevents" | "github" | "gitlab" | "jira" | "linear" | "sentry" | "grafana" | "alertmanager" | "slack" | "publish";
        /** @description How a source proves who it is. */
        SourceProof: {
            /** @enum {string} */
            by: "signature";
            /** @description For Grafana alone: the header that holds the time, if one is configured there. */
            timestamp_header?: string | null;
        } | {
            /** @enum {string} */
            by: "header";
            /** @description The header's name, lowercase. */
            name: string;
        } | {
            /** @enum {string} */
            by: "basic";
            /** @description The user. */
            user: string;
        } | {
            /** @enum {string} */
            by: "bearer";
        } | {
            /** @enum {string} */
            by: "path";
        };
        /** @description A stage. */
        Stage: {
            /** @description What it has produced, newest versions. */
            artifacts: components["schemas"]["ArtifactRef"][];
            /**
             * Format: int32
             * @description The number of the latest attempt; 0 before the first.
             */
            attempt: number;
            /** @description What the machine checked on the latest attempt. */
            checks: components["schemas"]["Check"][];
            /** @description What it has cost, all attempts together. */
            cost_usd: components["schemas"]["UsDollars"];
            /** @description Its id. */
            id: components["schemas"]["StageId"];
            /** @description What to know about the status, in a sentence: the failure's cause, what it is blocked by. */
            message?: string | null;
            /** @description Its name in the template. */
            name: string;
            /** @description The stages that must be done before it. */
            needs: string[];
            reason?: components["schemas"]["Reason"] | null;
            review?: components["schemas"]["ReviewId"] | null;
            /** @description The craft that works it. */
            role: string;
            /** @description Where it stands. */
            status: components["schemas"]["Status"];
            /** @description Its name for people. */
            title: string;
            /** @description When the status last changed. */
            updated_at: components["schemas"]["Time"];
        };
        /**
         * @description The id of a stage of a run.
         * @example stg_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        StageId: string;
        /** @description The standard in force. */
        Standard: {
            digest?: components["schemas"]["Sha256"] | null;
            published_at?: components["schemas"]["Time"] | null;
            /** @description Its TOML. */
            source?: string | null;
            /**
             * Format: int32
             * @description Its version; 0 when none was ever published.
             */
            version: number;
        };
        /** @description What a standard would do to one template. */
        StandardEffect: {
            /** @description What would be different from now, each difference in a sentence. */
            changes: string[];
            /** @description The template's name. */
            template: string;
            /** @description Why no run could follow it any more, each reason in a sentence; empty when runs can. */
            violations: string[];
        };
        /** @description Whether a standard can be published, and what it would change. */
        StandardVerdict: {
            /** @description Everything that is wrong with it. */
            errors: components["schemas"]["TemplateError"][];
            /** @description What it would do to each template that a project may follow, by name; empty for one that cannot be published. */
            templates: components["schemas"]["StandardEffect"][];
            /** @description It can. */
            valid: boolean;
        };
        /** @description Starts an agent. */
        StartAgent: {
            /** @description Whether a process of it runs only while there is work for it. */
            on_demand?: boolean;
        };
        /** @description Starts a run. */
        StartRun: {
            /**
             * @description What binds it from the start.
             * @default []
             */
            constraints?: components["schemas"]["NewConstraint"][];
            /** @default null */
            max_cost_usd?: components["schemas"]["UsDollars"] | null;
            /**
             * @description The template, when not the project's: any that the organisation has, or a built-in one.
             * @default null
             */
            template?: string | null;
            /**
             * Format: int32
             * @description The number of the version of that template; what stands now when left out.
             * @default null
             */
            template_version?: number | null;
        };
        /**
         * @description Where a run, a stage or an attempt stands.
         * @enum {string}
         */
        Status: "queued" | "running" | "waiting" | "blocked" | "failed" | "done" | "cancelled";
        /** @description How many things stand how. */
        StatusCounts: {
            /**
             * Format: int64
             * @description Stopped by something.
             */
            blocked: number;
            /**
             * Format: int64
             * @description Stopped on purpose.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description Ended well; `null` where they are too many to be counted each time.
             */
            done?: number | null;
            /**
             * Format: int64
             * @description Ended with an error or a rejection.
             */
            failed: number;
            /**
             * Format: int64
             * @description Accepted, not started.
             */
            queued: number;
            /**
             * Format: int64
             * @description Being worked on.
             */
            running: number;
            /**
             * Format: int64
             * @description A person has to act.
             */
            waiting: number;
        };
        /** @description Stops every agent. */
        StopAll: {
            /** @description Why, for the record. */
            reason?: string | null;
        };
        /** @description A subscription. Its address and its secrets are never shown. */
        Subscription: {
            disabled_at?: components["schemas"]["Time"] | null;
            /** @description Why nothing is sent to it. */
            disabled_reason?: string | null;
            failing_since?: components["schemas"]["Time"] | null;
            /** @description The host of its address. */
            host: string;
            /** @description Its id. */
            id: components["schemas"]["SubscriptionId"];
            /** @description When it was made. */
            made_at: components["schemas"]["Time"];
            /** @description Its name. */
            name: string;
            rotated_at?: components["schemas"]["Time"] | null;
            /** @description Which types of events it is told of, such as `run.*`. */
            types: string[];
        };
        /**
         * @description The id of a subscription.
         * @example sub_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        SubscriptionId: string;
        /**
         * @description The id of a summary of the log.
         * @example smy_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        SummaryId: string;
        /** @description An attempt that a rollback supersedes. */
        SupersededAttempt: {
            /** @description Its id. */
            id: components["schemas"]["AttemptId"];
            /**
             * Format: int32
             * @description Its number.
             */
            number: number;
            /** @description Its stage. */
            stage: string;
        };
        /** @description Suspends an organisation. */
        SuspendTenant: {
            /** @description Why, for its people: 1 to 100 characters. */
            reason: string;
        };
        /** @description The agents of an organisation as a whole. */
        Swarm: {
            captain?: components["schemas"]["Captain"] | null;
            /** @description What the host last showed that it holds agents to their limits with; none before the first test. */
            limits: components["schemas"]["HeldLimit"][];
            /** @description Why. */
            reason?: string | null;
            /** @description How strongly the host last showed that it confines agents. */
            sandbox?: string | null;
            /** @description Whether all are stopped. */
            stopped: boolean;
            stopped_at?: components["schemas"]["Time"] | null;
            stopped_by?: components["schemas"]["Actor"] | null;
        };
        /** @description Events that were published, or taken in again. */
        TakenEvents: {
            /** @description Their ids, in order. */
            ids: components["schemas"]["ReceivedId"][];
        };
        /** @description A task. */
        Task: {
            /** @description The worker it is assigned to by name. */
            assignee?: string | null;
            /**
             * Format: int32
             * @description The number of its newest attempt; 0 before the first.
             */
            attempt: number;
            /** @description What a worker must be able to do. */
            capabilities: string[];
            /** @description When it was created. */
            created_at: components["schemas"]["Time"];
            /** @description Whether it ran out of attempts: somebody should look at it. */
            dead_letter: boolean;
            deadline?: components["schemas"]["Time"] | null;
            /** @description The tasks that must be done before it. */
            depends_on: components["schemas"]["TaskId"][];
            ended_at?: components["schemas"]["Time"] | null;
            /** @description Its id. */
            id: components["schemas"]["TaskId"];
            lease_until?: components["schemas"]["Time"] | null;
            not_before?: components["schemas"]["Time"] | null;
            parent?: components["schemas"]["TaskId"] | null;
            /** @description How urgent it is. */
            priority: components["schemas"]["Priority"];
            /**
             * Format: int32
             * @description How far its worker has come, in per cent; 100 when it is done.
             */
            progress: number;
            /** @description How far its worker has come, in words. */
            progress_note?: string | null;
            project?: components["schemas"]["ProjectId"] | null;
            reason?: components["schemas"]["Reason"] | null;
            /** @description How often it is tried again. */
            retry: components["schemas"]["Retry"];
            /** @description The role that works it. */
            role?: string | null;
            run?: components["schemas"]["RunId"] | null;
            /** @description Where it stands. */
            status: components["schemas"]["Status"];
            /** @description Its title. */
            title: string;
            /** @description Whether it is only done when its children are. */
            waits_for_children: boolean;
            /** @description What the worker calls itself that is at it. */
            worker?: string | null;
        };
        /** @description An attempt at a task that ended. */
        TaskAttempt: {
            /** @description When it ended. */
            ended_at: components["schemas"]["Time"];
            /** @description How. */
            ending: components["schemas"]["AttemptEnding"];
            /** @description What the worker said about its failure. */
            message?: string | null;
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            number: number;
            reason?: components["schemas"]["Reason"] | null;
            /** @description When it began. */
            started_at: components["schemas"]["Time"];
            /** @description What the worker calls itself. */
            worker: string;
        };
        /** @description A task in a tree. */
        TaskBranch: {
            /**
             * Format: int32
             * @description How far below the task that was asked for.
             */
            depth: number;
            /** @description Whether it stands in the tree before, with what is below it. */
            repeated: boolean;
            /** @description The task. */
            task: components["schemas"]["Task"];
        };
        /** @description The work on one of several tasks. */
        TaskCompletion: {
            /** @description The versions of artifacts that came of it. */
            artifacts?: components["schemas"]["VersionId"][];
            /**
             * Format: int32
             * @description The attempt.
             */
            attempt: number;
            /** @description What came of it, in words. */
            output?: string | null;
            /** @description The task. */
            task: components["schemas"]["TaskId"];
        };
        /** @description How many tasks there are of each status that is not final, and how many failed. */
        TaskCounts: {
            /**
             * Format: int64
             * @description Those that wait for others, or are paused.
             */
            blocked: number;
            /**
             * Format: int64
             * @description Those that failed and were not opened again.
             */
            failed: number;
            /**
             * Format: int64
             * @description Those that can be claimed, or will be at their time.
             */
            queued: number;
            /**
             * Format: int64
             * @description Those that a worker is at.
             */
            running: number;
            /**
             * Format: int64
             * @description Those that wait for their children.
             */
            waiting: number;
        };
        /** @description A task with its texts and its history. */
        TaskDetail: components["schemas"]["Task"] & {
            /** @description The versions of artifacts that came of it. */
            artifacts: components["schemas"]["VersionId"][];
            /** @description Its newest ended attempts, oldest first. */
            attempts: components["schemas"]["TaskAttempt"][];
            /** @description What is to be done; `null` when there is no text, or it was erased. */
            body?: string | null;
            body_digest?: components["schemas"]["Sha256"] | null;
            /** @description Why it was cancelled, when it was and somebody said so. */
            cancel_reason?: string | null;
            /** @description What came of it, in words. */
            output?: string | null;
        };
        /** @description Says that a worker is still at it, and how far it has come. */
        TaskHeartbeat: {
            /**
             * Format: int32
             * @description The attempt. When left out the present one; and where nobody works on the task, the caller takes it up.
             */
            attempt?: number | null;
            /** @description How far it has come, in words, 500 characters at most; as it was when left out. */
            note?: string | null;
            /**
             * Format: int32
             * @description How far it has come, in per cent; as it was when left out.
             */
            progress?: number | null;
            /** @description What the worker calls itself; any of the caller's when left out. */
            worker?: string | null;
        };
        /**
         * @description The id of a task.
         * @example tsk_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        TaskId: string;
        /** @description What the worker is told. */
        TaskLease: {
            /**
             * Format: int32
             * @description The attempt.
             */
            attempt: number;
            /** @description Whether it was cancelled: stop, and claim another one. */
            cancelled: boolean;
            lease_until?: components["schemas"]["Time"] | null;
            /** @description The task. */
            task: components["schemas"]["TaskId"];
        };
        /** @description How many tasks may run at once. What is not limited is not in it. */
        TaskLimits: {
            /**
             * Format: int32
             * @description Of the whole organisation.
             */
            organisation?: number | null;
            /** @description Of a project, by its id. */
            projects: {
                [key: string]: number;
            };
            /** @description Of a role. */
            roles: {
                [key: string]: number;
            };
        };
        /** @description What a task waits for, and who waits for it. */
        TaskTree: {
            /** @description The tasks that depend on it. */
            dependents: components["schemas"]["Task"][];
            /** @description The task first, then what it depends on, each followed by what that depends on. */
            depends_on: components["schemas"]["TaskBranch"][];
            /** @description Whether there is more than is shown, or some that the caller may not see. */
            truncated: boolean;
        };
        /** @description A team. */
        Team: {
            /** @description Its id. */
            id: components["schemas"]["TeamId"];
            /** @description Its people. */
            members: components["schemas"]["MemberId"][];
            /** @description What people call it. */
            name: string;
            /** @description The roles its people have on projects. */
            project_roles: components["schemas"]["ProjectRole"][];
        };
        /**
         * @description The id of a team.
         * @example tea_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        TeamId: string;
        /** @description A template: its newest version. */
        Template: {
            /** @description Whether it comes with the product. */
            built_in: boolean;
            /** @description The digest of its TOML. */
            digest: components["schemas"]["Sha256"];
            /** @description Its name. */
            name: string;
            /** @description Its TOML; `null` in lists. */
            source?: string | null;
            /** @description Its stages, in order. */
            stages: components["schemas"]["TemplateStage"][];
            /** @description Its name for people. */
            title: string;
            /**
             * Format: int32
             * @description The version's number; 0 for one that is built in.
             */
            version: number;
            /**
             * @description What nobody could satisfy as the organisation is now, each in a sentence with what to do: gates that ask more people than there are.
             *     Empty in lists.
             */
            warnings: string[];
        };
        /** @description One thing that is wrong with a template. */
        TemplateError: {
            /** @description The file. */
            file: string;
            /**
             * Format: int32
             * @description The line, from 1.
             */
            line?: number | null;
            /** @description What is wrong, why, and what to do. */
            message: string;
            /** @description The stage. */
            stage?: string | null;
        };
        /** @description A stage of a template. */
        TemplateStage: {
            /** @description When people are asked: `always`, `failed_checks` or `never`. */
            asks_people: string;
            /** @description Its name. */
            name: string;
            /** @description The stages it needs. */
            needs: string[];
            /** @description The artifacts it produces. */
            produces: string[];
            /** @description The craft that works it. */
            role: string;
            /** @description Its name for people. */
            title: string;
        };
        /** @description Whether a template can be published. */
        TemplateVerdict: {
            /** @description Everything that is wrong with it. */
            errors: components["schemas"]["TemplateError"][];
            /** @description It can. */
            valid: boolean;
            /** @description What nobody could satisfy as the organisation is now, each in a sentence with what to do: it can be published all the same. */
            warnings: string[];
        };
        /** @description An organisation of the service. */
        Tenant: {
            /** @description When it was made. */
            created_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["OrgId"];
            /** @description What its people call it. */
            name: string;
            /** @description Whether it is the operator's own. */
            operator: boolean;
            /** @description How the operator called its first owner: a name or a mail address; `null` for the operator's own. */
            owner?: string | null;
            owner_person?: components["schemas"]["PersonId"] | null;
            /** @description The plan that was chosen for it; the service's usual one when null. */
            plan?: string | null;
            suspended_at?: components["schemas"]["Time"] | null;
            /** @description Why. */
            suspended_because?: string | null;
        };
        /** @description What an organisation of the service used of the bridge in a month. */
        TenantUsage: {
            /**
             * Format: int64
             * @description How many messages arrived.
             */
            delivered: number;
            /** @description The month in UTC, such as `2026-11`. */
            month: string;
            /** @description What its people call it. */
            name: string;
            /** @description The organisation's id. */
            organisation: components["schemas"]["OrgId"];
            /** @description The plan that is chosen for it now; the service's usual one when null. */
            plan?: string | null;
            /**
             * Format: int64
             * @description How many events came in from sources and were planned.
             */
            received: number;
        };
        /** @description What rules would do about one event. */
        TestedEvent: {
            /** @description The event in the one shape that rules see. */
            event: Record<string, never>;
            /** @description What would be sent. */
            messages: components["schemas"]["TestedMessage"][];
            /** @description What each rule decided, and why. */
            trace: components["schemas"]["RuleStep"][];
        };
        /** @description A message that would be sent. */
        TestedMessage: {
            /** @description What it is about: messages of one rule with the same value are about the same thing. */
            about?: string | null;
            /** @description The destination. */
            destination: string;
            /** @description Whether it replaces the text of the message about the same thing. */
            edit: boolean;
            /** @description What Discord would be sent, one post after another. */
            posts: Record<string, never>[];
            /** @description The rule that plans it. */
            rule: string;
            /** @description The thread that it would go into. */
            thread?: string | null;
        };
        /** @description What rules would do. Nothing was sent, and nothing remembered. */
        TestedRules: {
            /** @description Each event that was in the payload. */
            events: components["schemas"]["TestedEvent"][];
        };
        /** @description A payload, as a source would send it. */
        TestEvent: {
            /** @description The event's type, where the vendor says it in a header. */
            event_type?: string | null;
            /** @description The source's kind. */
            kind: components["schemas"]["SourceKind"];
            /** @description The payload. */
            payload: Record<string, never>;
            /** @description The source's name. */
            source: string;
        };
        /** @description An event that rules are tried on, and the rules. */
        TestRules: {
            event?: components["schemas"]["TestEvent"] | null;
            received?: components["schemas"]["ReceivedId"] | null;
            /** @description The one rule to try; all when left out. */
            rule?: string | null;
            /** @description Rules in place of those in force. */
            text?: string | null;
        };
        /**
         * Format: date-time
         * @description A moment: RFC 3339, in UTC in answers.
         * @example 2026-11-21T14:00:00.000000Z
         */
        Time: string;
        /**
         * @description A span of time: a whole number and `ms`, `s`, `m`, `h` or `d`.
         * @example 30s
         */
        TimeSpan: string;
        /** @description A token, without its text: nobody can read that again. */
        Token: {
            /** @description When it was minted. */
            created_at: components["schemas"]["Time"];
            /** @description When it stops to work. */
            expires_at: components["schemas"]["Time"];
            /** @description Its id. */
            id: components["schemas"]["TokenId"];
            /** @description What it is for. */
            name: string;
            /** @description Whose it is. */
            person: components["schemas"]["PersonId"];
            revoked_at?: components["schemas"]["Time"] | null;
            /** @description What it may do, within what its person may. */
            scopes: components["schemas"]["TokenScope"][];
        };
        /**
         * @description The id of a token.
         * @example tok_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        TokenId: string;
        /**
         * @description What a token may do.
         * @enum {string}
         */
        TokenScope: "read" | "write" | "review" | "admin";
        /**
         * @description What a rule says about the calls that it covers.
         * @enum {string}
         */
        ToolEffect: "allow" | "ask" | "deny";
        /** @description How much is neither seen nor done. */
        UnreadNotifications: {
            /**
             * Format: int32
             * @description How many, counted up to a hundred.
             */
            unread: number;
        };
        /**
         * @description US dollars as a decimal string with two to six decimals.
         * @example 0.0125
         */
        UsDollars: string;
        /** @description Checks a template without publishing it. */
        ValidateTemplate: {
            /** @description The file's name, for messages. */
            file?: string | null;
            /** @description Its TOML. */
            source: string;
        };
        /**
         * @description The id of one version of an artifact.
         * @example ver_01jd3kz5e8f0vs1m7q2w9x4t6b
         */
        VersionId: string;
        /** @description One person's vote. */
        Vote: {
            /** @description When. */
            at: components["schemas"]["Time"];
            /** @description Their comment. */
            comment?: string | null;
            /** @description What they saw. */
            digest: components["schemas"]["Sha256"];
            /** @description Their name. */
            name: string;
            on_behalf_of?: components["schemas"]["PersonId"] | null;
            /** @description Who. */
            person: components["schemas"]["PersonId"];
            /** @description What they said: `approve`, `request_changes`, `regenerate` or `reject`. */
            verdict: string;
        };
        /**
         * @description What happens to a message that is sent to a full channel.
         * @enum {string}
         */
        WhenFull: "refuse" | "expire";
        /** @description Who the caller is. */
        Whoami: {
            /** @description When it stops to work. */
            expires_at: components["schemas"]["Time"];
            /** @description Their name. */
            name: string;
            /** @description The caller's organisation: what API paths name. */
            org: components["schemas"]["OrgId"];
            /** @description Its name. */
            org_name: string;
            /** @description The person. */
            person: components["schemas"]["PersonId"];
            role?: components["schemas"]["Role"] | null;
            /** @description What the token or session may do. */
            scopes: components["schemas"]["TokenScope"][];
            /** @description The server's version. */
            server_version: string;
            /** @description What the server runs. */
            serves: components["schemas"]["ServerParts"];
            session?: components["schemas"]["SessionId"] | null;
            token?: components["schemas"]["TokenId"] | null;
        };
        /** @description Rules to write or to check. */
        WriteRules: {
            /** @description The text: TOML, at most 262,144 bytes. */
            text: string;
        };
        /** @description Whether the caller may decide. */
        YourVote: {
            /** @description They may. */
            may_decide: boolean;
            /** @description Why not, in a sentence. */
            why_not?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    show_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description of this API (OpenAPI 3.1) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tenants: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Tenant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_tenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeTenant"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeTenant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: any of the service. */
                organisation: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite_tenant_owner: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: any of the service. */
                organisation: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeTenant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choose_tenant_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: any of the service. */
                organisation: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseTenantPlan"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_tenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: any of the service. */
                organisation: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspend_tenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: any of the service. */
                organisation: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendTenant"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tenant_usage: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description A month in UTC, such as `2026-11`; the present one when left out. */
                month?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TenantUsage"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_organisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPassword"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmSecondFactor"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrol_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProvePassword"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolledSecondFactor"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProvePassword"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_agents: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Agent"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    register_agent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterAgent"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name. */
                agent: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    nudge_agent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                agent: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NudgeAgent"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_agent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                agent: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restart_agent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                agent: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_agent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                agent: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartAgent"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_agent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                agent: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BridgeAlert"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_alert: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeBridgeAlert"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeAlert"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_alert: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                alert: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeAlert"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_artifact: {
        parameters: {
            query?: {
                /** @description The version's number; the newest when left out. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_artifact: {
        parameters: {
            query?: {
                /** @description The file's path; may be left out for an artifact of one file. */
                path?: string;
                /** @description The version that the new one replaces: refused when there is a newer one. Not checked when left out. */
                replaces?: number;
            };
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diff_artifact: {
        parameters: {
            query: {
                /** @description The older version's number. */
                from: number;
                /** @description The newer version's number. */
                to: number;
            };
            header?: never;
            path: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_lineage: {
        parameters: {
            query?: {
                /** @description The version's number; the newest when left out. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lineage"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    render_artifact: {
        parameters: {
            query?: {
                /** @description The file's path; the first Markdown file, or else the first file, when left out. */
                path?: string;
                /** @description The version's number; the newest when left out. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_versions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Artifact"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The artifact. */
                artifact: components["schemas"]["ArtifactId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The file's path; its slashes stay slashes. */
                path: string;
                /** @description The version's number. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_attempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The attempt. */
                attempt: components["schemas"]["AttemptId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /** @description What this person caused. */
                actor?: components["schemas"]["PersonId"];
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Those of one noun: the first half of their kind, such as `member`. */
                noun?: string;
                /** @description Those of one run, and of what belongs to it: stages, attempts, reviews, artifacts, tasks. */
                run?: components["schemas"]["RunId"];
                /** @description What was decided then or later. */
                since?: components["schemas"]["Time"];
                /** @description Those of the thing with this id. */
                stream?: string;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Event"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_audit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_audit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditReport"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_backup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zstd": number[];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_bridge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeStatus"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_bridge_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgePlan"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_bridge_usage: {
        parameters: {
            query?: {
                /** @description Whether sources and destinations are counted each for itself. */
                by_name?: boolean;
                /** @description A month in UTC, such as `2026-11`; all when left out. */
                month?: string;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BridgeUsage"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_bridge_usage: {
        parameters: {
            query?: {
                /** @description A month in UTC, such as `2026-11`; all when left out. */
                month?: string;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream is open; docs/reference/streaming.md says what both sides write on it. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_channels: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Channel"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_channel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutChannel"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_channel: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path: {
                /** @description The channel's name, its slashes as `%2F`. */
                channel: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_channel: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: {
                /** @description The sequence of the last message that was seen. */
                "last-event-id"?: number | null;
            };
            path: {
                /** @description The channel's name, its slashes as `%2F`. */
                channel: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Messages as they are sent: `id` is their sequence, `event` is `message`, `data` the message as JSON. The first says where the stream stands, by an `id` alone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Message"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_history: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path: {
                /** @description The channel's name, its slashes as `%2F`. */
                channel: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryReport"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Connection"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeConnection"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeConnection"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name. */
                connection: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                connection: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_connection_guilds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                connection: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetConnectionGuilds"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                connection: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_connection_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                connection: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceConnectionToken"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeConnection"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    constrain_organisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConstraint"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Constraint"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lift_constraint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The constraint. */
                constraint: components["schemas"]["ConstraintId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiftConstraint"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Constraint"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_consumers: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Consumer"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_consumer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConsumer"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consumer"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_consumer: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consumer"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_dead_letter: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The message. */
                message: components["schemas"]["MessageId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_dead_letter: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The message. */
                message: components["schemas"]["MessageId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditDeadLetter"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_dead_letters: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseDeadLetters"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChosenDeadLetters"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_dead_letters: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseDeadLetters"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChosenDeadLetters"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetch_messages: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FetchMessages"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deliveries"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_consumer: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveConsumer"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consumer"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settle_messages: {
        parameters: {
            query?: {
                /** @description Of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The consumer's name. */
                consumer: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleMessages"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settled"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dead_letters: {
        parameters: {
            query?: {
                /** @description Those of one consumer. */
                consumer?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Those of the consumers of a project; of the organisation when left out. */
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeadLetter"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_delegations: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Delegation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grant_delegation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDelegation"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_delegation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The delegation. */
                delegation: components["schemas"]["DelegationId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_bridge_deliveries: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Those that this event led to. */
                event?: components["schemas"]["ReceivedId"];
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Those whose cause was received since. */
                since?: components["schemas"]["Time"];
                /** @description Those that stand so: `queued`, `sending`, `sent`, `edited`, `failed`, `unknown`, `cancelled` or `dead`. */
                status?: string;
                /** @description Those to the destination or subscription of this name. */
                to?: string;
                /** @description Those whose cause was received before. */
                until?: components["schemas"]["Time"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BridgeDelivery"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_bridge_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery. */
                delivery: components["schemas"]["DeliveryId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeDelivery"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_bridge_delivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The delivery. */
                delivery: components["schemas"]["DeliveryId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeDelivery"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_bridge_delivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The delivery. */
                delivery: components["schemas"]["DeliveryId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeDelivery"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_bridge_deliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelDeliveries"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledDeliveries"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_bridge_deliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDeliveries"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedDeliveries"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seed_demo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeedDemo"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Demo"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_destinations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Destination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_destination: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeDestination"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeDestination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_destination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_destination_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceAddress"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeDestination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_destination: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisableDestination"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_destination: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_destination_fallback: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetFallback"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_destination: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_destination: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeDelivery"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_destination_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its name. */
                destination: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceDestinationToken"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeDestination"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_discord_links: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DiscordLink"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_discord_link: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmDiscordLink"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordLink"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_discord_link: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The link. */
                link: components["schemas"]["DiscordLinkId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordLink"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_at_link_code: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookAtLinkCode"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PendingDiscordLink"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_escalations: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Only those in this state. */
                status?: components["schemas"]["EscalationStatus"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Escalation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_escalation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The escalation. */
                escalation: components["schemas"]["EscalationId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_escalation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The escalation. */
                escalation: components["schemas"]["EscalationId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answer_escalation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The escalation. */
                escalation: components["schemas"]["EscalationId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerEscalation"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_escalation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The escalation. */
                escalation: components["schemas"]["EscalationId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the last event that was seen. */
                "last-event-id"?: number | null;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events as they happen: `id` is their place in the feed, `event` their kind, `data` the event as JSON. The first says where the feed stands, by an `id` alone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Event"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_grants: {
        parameters: {
            query?: {
                /** @description Those for one agent. */
                agent?: components["schemas"]["AgentId"];
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Whether to leave out those that release nothing any more. */
                open?: boolean;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Grant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_grant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The grant. */
                grant: components["schemas"]["GrantId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_grant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The grant. */
                grant: components["schemas"]["GrantId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeGrant"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grant"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_invitations: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Invitation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Invite"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeInvitation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The invitation. */
                invitation: components["schemas"]["LinkId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_logs: {
        parameters: {
            query?: {
                /** @description How many lines after each match. */
                after?: number;
                /** @description Of this agent. */
                agent?: string;
                /** @description How many lines before each match are given too. */
                before?: number;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Whose field has this value: `name=value`; several are separated by commas. */
                field?: string;
                /** @description The letters of `text` and `regex` may be large or small. */
                ignore_case?: boolean;
                /** @description At least so serious. */
                level?: components["schemas"]["LogLevel"];
                /** @description How many matches at most: 100 unless told otherwise; with lines around them up to 200. */
                limit?: number;
                /** @description Which line comes first: `newest` unless told otherwise. */
                order?: "newest" | "oldest";
                /** @description With something that this regular expression matches, in the line's JSON. */
                regex?: string;
                /** @description About this run. */
                run?: components["schemas"]["RunId"];
                /** @description Said then or later. */
                since?: components["schemas"]["Time"];
                /** @description Whose source begins with this, such as `dream_http`. */
                source?: string;
                /** @description Of this stream: `server`, `agent/NAME`, `run/ID` or `task/ID`. */
                stream?: string;
                /** @description About this task. */
                task?: string;
                /** @description With this text. */
                text?: string;
                /** @description Said before. */
                until?: components["schemas"]["Time"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    append_logs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppendLogs"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppendedLogs"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_logs: {
        parameters: {
            query?: {
                /** @description Of this agent. */
                agent?: string;
                /** @description Whose field has this value: `name=value`; several are separated by commas. */
                field?: string;
                /** @description The letters of `text` and `regex` may be large or small. */
                ignore_case?: boolean;
                /** @description At least so serious. */
                level?: components["schemas"]["LogLevel"];
                /** @description With something that this regular expression matches, in the line's JSON. */
                regex?: string;
                /** @description About this run. */
                run?: components["schemas"]["RunId"];
                /** @description Said then or later. */
                since?: components["schemas"]["Time"];
                /** @description Whose source begins with this, such as `dream_http`. */
                source?: string;
                /** @description Of this stream: `server`, `agent/NAME`, `run/ID` or `task/ID`. */
                stream?: string;
                /** @description About this task. */
                task?: string;
                /** @description With this text. */
                text?: string;
                /** @description Said before. */
                until?: components["schemas"]["Time"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zstd": number[];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_logs: {
        parameters: {
            query?: {
                /** @description Of this agent. */
                agent?: string;
                /** @description Whose field has this value: `name=value`; several are separated by commas. */
                field?: string;
                /** @description The letters of `text` and `regex` may be large or small. */
                ignore_case?: boolean;
                /** @description How many of the newest lines to begin with, when there is no `Last-Event-ID`. */
                last?: number;
                /** @description At least so serious. */
                level?: components["schemas"]["LogLevel"];
                /** @description With something that this regular expression matches, in the line's JSON. */
                regex?: string;
                /** @description About this run. */
                run?: components["schemas"]["RunId"];
                /** @description Said then or later. */
                since?: components["schemas"]["Time"];
                /** @description Whose source begins with this, such as `dream_http`. */
                source?: string;
                /** @description Of this stream: `server`, `agent/NAME`, `run/ID` or `task/ID`. */
                stream?: string;
                /** @description About this task. */
                task?: string;
                /** @description With this text. */
                text?: string;
                /** @description Said before. */
                until?: components["schemas"]["Time"];
            };
            header?: {
                /** @description The id of the last line that was seen. */
                "last-event-id"?: string | null;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines as they are written: `id` is the place after the line, `event` is `line`, `data` the line as JSON. Where no line is there to begin with, the first says the place by an `id` alone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LogLine"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_logs: {
        parameters: {
            query?: {
                /** @description Of this agent. */
                agent?: string;
                /** @description Seconds of a bucket: a sixtieth of the window unless told otherwise. */
                bucket_seconds?: number;
                /** @description Whose field has this value: `name=value`; several are separated by commas. */
                field?: string;
                /** @description The letters of `text` and `regex` may be large or small. */
                ignore_case?: boolean;
                /** @description At least so serious. */
                level?: components["schemas"]["LogLevel"];
                /** @description With something that this regular expression matches, in the line's JSON. */
                regex?: string;
                /** @description About this run. */
                run?: components["schemas"]["RunId"];
                /** @description Said then or later. */
                since?: components["schemas"]["Time"];
                /** @description Whose source begins with this, such as `dream_http`. */
                source?: string;
                /** @description Of this stream: `server`, `agent/NAME`, `run/ID` or `task/ID`. */
                stream?: string;
                /** @description About this task. */
                task?: string;
                /** @description With this text. */
                text?: string;
                /** @description Said before. */
                until?: components["schemas"]["Time"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogHistogram"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_holds: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Hold"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    place_hold: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceHold"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lift_hold: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The hold. */
                hold: components["schemas"]["HoldId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summarise_logs: {
        parameters: {
            query?: {
                /** @description Of this agent. */
                agent?: string;
                /** @description Whose field has this value: `name=value`; several are separated by commas. */
                field?: string;
                /** @description The letters of `text` and `regex` may be large or small. */
                ignore_case?: boolean;
                /** @description At least so serious. */
                level?: components["schemas"]["LogLevel"];
                /** @description With something that this regular expression matches, in the line's JSON. */
                regex?: string;
                /** @description About this run. */
                run?: components["schemas"]["RunId"];
                /** @description Said then or later. */
                since?: components["schemas"]["Time"];
                /** @description Whose source begins with this, such as `dream_http`. */
                source?: string;
                /** @description Of this stream: `server`, `agent/NAME`, `run/ID` or `task/ID`. */
                stream?: string;
                /** @description About this task. */
                task?: string;
                /** @description With this text. */
                text?: string;
                /** @description Said before. */
                until?: components["schemas"]["Time"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogSummary"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_members: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Member"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMember"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The member. */
                member: components["schemas"]["MemberId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The member. */
                member: components["schemas"]["MemberId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMember"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The member. */
                member: components["schemas"]["MemberId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_history: {
        parameters: {
            query?: {
                /** @description Those of one channel. */
                channel?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Those of the channels of one project. */
                project?: components["schemas"]["ProjectId"];
                /** @description Those that hold all words of this text. */
                search?: string;
                /** @description Those of one sender: the id or the name of a person, `agent/<name>` or `system/<part>`. */
                sender?: string;
                /** @description Those that were sent then or later. */
                since?: components["schemas"]["Time"];
                /** @description Those that were sent before then. */
                until?: components["schemas"]["Time"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessage"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The message. */
                message: components["schemas"]["MessageId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erase_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The message. */
                message: components["schemas"]["MessageId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EraseMessage"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_receipts: {
        parameters: {
            query?: {
                /** @description How long to wait: `30s` unless told otherwise, `60s` at most. */
                timeout?: components["schemas"]["TimeSpan"];
                /** @description Answer when the message has come so far: `delivered` or `acknowledged`. At once when left out. */
                wait?: components["schemas"]["MessageStatus"];
            };
            header?: never;
            path: {
                /** @description The message. */
                message: components["schemas"]["MessageId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipts"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_messages: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessages"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentMessages"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_reply: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestReply"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_notification_settings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationSettings"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choose_notifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseNotifications"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationSettings"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_notifications: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Only those that are neither seen nor done. */
                open?: boolean;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Notification"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_notifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadNotifications"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadNotifications"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_pairings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Pairing"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_pairing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakePairing"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pairing"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_pairing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                pairing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pairing"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_pairing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                pairing: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisablePairing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pairing"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_pairing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                pairing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pairing"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_pairing_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The digest of its bytes. */
                file: components["schemas"]["Sha256"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The pairing's name. */
                pairing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_pairing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                pairing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pairing"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_permissions: {
        parameters: {
            query?: {
                /** @description Those of one agent. */
                agent?: components["schemas"]["AgentId"];
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Those of one run. */
                run?: components["schemas"]["RunId"];
                /** @description Those that stand so: `waiting`, or how they ended. */
                status?: components["schemas"]["PermissionStatus"];
                /** @description Those of one task. */
                task?: components["schemas"]["TaskId"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Permission"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_permission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The permission. */
                permission: components["schemas"]["PermissionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answer_permission: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The permission. */
                permission: components["schemas"]["PermissionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerPermission"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_permission: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The permission. */
                permission: components["schemas"]["PermissionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovePermission"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_permission: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The permission. */
                permission: components["schemas"]["PermissionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectPermission"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_permission_changes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The permission. */
                permission: components["schemas"]["PermissionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestPermissionChanges"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_projects: {
        parameters: {
            query?: {
                /** @description Those that are put away as well. */
                archived?: boolean;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Project"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProject"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_brief: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeProject"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    constrain_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConstraint"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Constraint"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_repository: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRepository"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clear_repository: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The project. */
                project: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRun"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_prompts: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Prompt"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_prompt: {
        parameters: {
            query?: {
                /** @description The version's number; what is told now when left out. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description The craft that is told it, such as `product-manager`. */
                craft: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_prompt: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The craft that is told it, such as `product-manager`. */
                craft: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishPrompt"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_prompt: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The craft that is told it, such as `product-manager`. */
                craft: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckPrompt"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptVerdict"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_prompt: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The craft that is told it, such as `product-manager`. */
                craft: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_prompt_versions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The craft that is told it, such as `product-manager`. */
                craft: string;
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PromptVersion"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_received_events: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Of this source alone, by id or name; `dreamos` for what this server itself tells. */
                source?: string;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReceivedEvent"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_received_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its id. */
                received: components["schemas"]["ReceivedId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedEvent"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_received_body: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its id. */
                received: components["schemas"]["ReceivedId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliver_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeliverEvents"];
            };
        };
        responses: {
            /** @description They are kept, and the rules will be asked. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenEvents"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_organisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameOrganisation"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_reviews: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Those of one run. */
                run?: components["schemas"]["RunId"];
                /** @description Those that stand so: `waiting`, or a decision. */
                status?: components["schemas"]["ReviewStatus"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Review"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Approve"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_again: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskAgain"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    break_glass: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BreakGlass"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    constrain_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Constrain"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_drafts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Draft"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginDraft"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The draft. */
                draft: components["schemas"]["DraftId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDraft"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The draft. */
                draft: components["schemas"]["DraftId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscardDraft"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Draft"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    regenerate_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Regenerate"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reject"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_changes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestChanges"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    second_look: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The review. */
                review: components["schemas"]["ReviewId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondLook"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_reviews: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApproveAll"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovedAll"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rules"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write_rules: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
                /** @description The version that was read, in quotation marks; "0" when there are none yet. */
                "If-Match": string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteRules"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rules"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteRules"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedRules"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestRules"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestedRules"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description Those of one project. */
                project?: components["schemas"]["ProjectId"];
                /** @description Those that stand so. */
                status?: components["schemas"]["Status"];
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_artifacts: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Artifact"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_attempts: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Attempt"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_budget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    raise_budget: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RaiseBudget"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRun"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_constraints: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Constraint"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    constrain_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConstraint"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Constraint"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseRun"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rerun_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RerunRun"];
            };
        };
        responses: {
            /** @description The run, from that stage on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The new run */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_rollback: {
        parameters: {
            query: {
                /** @description The stage whose output is reviewed again. */
                to: string;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollbackPlan"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollback_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The run. */
                run: components["schemas"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rollback"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_secrets: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Secret"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                secret: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetSecret"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Secret"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Secret"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Session"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The session. */
                session: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_sign_in_link: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sources: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Source"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeSource"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeSource"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisableSource"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishEvents"];
            };
        };
        responses: {
            /** @description They are kept, and the rules will be asked. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenEvents"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_source_rate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetSourceRate"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retire_source_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name or its id. */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateSource"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeSource"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_standard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standard"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_standard: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishStandard"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standard"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_standard: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckStandard"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandardVerdict"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_overview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_subscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Subscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeSubscription"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeSubscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_subscription_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceAddress"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisableDestination"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeSubscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_subscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeDelivery"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_subscription_types: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetSubscriptionTypes"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_summaries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BridgeSummary"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_summary: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeBridgeSummary"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeSummary"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_summary: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description Its name. */
                summary: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BridgeSummary"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_swarm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swarm"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    broadcast_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BroadcastOrder"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BroadcastResult"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_captain: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetCaptain"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swarm"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_all_agents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swarm"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_all_agents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopAll"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Swarm"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_task_limits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLimits"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_task_limit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetTaskLimit"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLimits"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tasks: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
                /** @description The children of one task. */
                parent?: components["schemas"]["TaskId"];
                /** @description Those of one priority. */
                priority?: components["schemas"]["Priority"];
                /** @description Those of one project. */
                project?: components["schemas"]["ProjectId"];
                /** @description Those of one role. */
                role?: string;
                /** @description Those of one run. */
                run?: components["schemas"]["RunId"];
                /** @description Those that stand so. */
                status?: components["schemas"]["Status"];
                /** @description Those assigned to one worker by name, and those that it is at. */
                worker?: string;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Task"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTask"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelTask"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeTask"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complete_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteTask"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_task_dependencies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTree"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fail_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailTask"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    heartbeat_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskHeartbeat"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLease"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    release_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseTask"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The task. */
                task: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_tasks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTasks"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTasks"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claim_tasks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimTasks"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimedTasks"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complete_tasks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteTasks"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompletedTasks"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_tasks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskCounts"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_teams: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Team"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTeam"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_team: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The team. */
                team: components["schemas"]["TeamId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The team. */
                team: components["schemas"]["TeamId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeTeam"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_team_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The team. */
                team: components["schemas"]["TeamId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddTeamMember"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_team_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The member. */
                member: components["schemas"]["MemberId"];
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The team. */
                team: components["schemas"]["TeamId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_templates: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Template"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishTemplate"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The template's name. */
                template: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validate_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValidateTemplate"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVerdict"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description How many items at most: 100 unless told otherwise. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Token"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mint_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MintToken"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MintedToken"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation: the token's own. */
                org: components["schemas"]["OrgId"];
                /** @description The token. */
                token: components["schemas"]["TokenId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeToken"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentSession"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same command does it once: send a random one, and the same again when no answer came. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_whoami: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Whoami"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description It cannot */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description It was refused or failed, and the problem says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
