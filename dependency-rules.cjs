/** Which folder may see which. The picture is in ARCHITECTURE.md; scripts/boundaries.mjs reads this. */

const tests = "\\.test\\.tsx?$|^server/testing/|^e2e/|^bench/|-suite\\.ts$|-fixtures\\.ts$";

const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: tests },
  to,
});

/** What only some folders may import. */
const reserved = (name, comment, folders, what) => ({
  name,
  comment,
  severity: "error",
  from: { pathNot: `${tests}|${folders}` },
  to: { path: what },
});

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-dead-ends",
      comment: "Imports what is not there.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    only("core", "The words import zod and nothing else.", "^server/core/", {
      pathNot: "^server/core/|^node_modules/zod/",
    }),
    only("contract", "The wire is made of words.", "^server/contract/", {
      pathNot: "^server/(contract|core)/|^node_modules/zod/",
    }),
    only("components", "The browser sees the wire and the words.", "^components/", {
      path: "^(server|app|cli|scripts)/",
      pathNot: "^server/(contract|core)/",
    }),
    only("app", "Pages and routes go through the HTTP layer and the wire.", "^app/", {
      path: "^server/",
      pathNot: "^server/(contract|core|http|runtime|usecases)/",
    }),
    only("adapters", "An adapter sees the words, its contract and the door.", "^server/adapters/", {
      path: "^server/",
      pathNot: "^server/(adapters|core)/|^server/aws/(door\\.ts|reads/)",
    }),
    only(
      "adapter-islands",
      "The adapters of a service never import those of another.",
      "^server/adapters/([a-z0-9]+)/",
      {
        path: "^server/adapters/",
        pathNot: "^server/adapters/($1/|[a-z-]+\\.ts$)",
      },
    ),
    only("engine", "The engine names no service: it gets its adapters handed in.", "^server/engine/", {
      path: "^server/|^node_modules/@aws-sdk/",
      pathNot: "^server/(engine|core|audit)/|^server/adapters/contract\\.ts|^server/aws/door\\.ts",
    }),
    only("preflight", "What was answered ahead is judged by words and contracts alone.", "^server/preflight/", {
      path: "^server/|^node_modules/@aws-sdk/",
      pathNot: "^server/(preflight|core)/|^server/adapters/contract\\.ts",
    }),
    only("costs", "Money is arithmetic on words.", "^server/costs/", {
      path: "^server/|^node_modules/@aws-sdk/",
      pathNot: "^server/(costs|core)/",
    }),
    only("usecases", "Use cases see ports, not what is behind them.", "^server/usecases/", {
      path: "^server/(store|http|runtime|sandbox)/|^server/aws/(?!door\\.ts)",
    }),
    only("store", "The store implements ports and knows nobody else.", "^server/store/", {
      path: "^server/",
      pathNot: "^server/(store|core|audit)/|ports\\.ts$|^server/access/random\\.ts",
    }),
    only("access", "Who may come in does not depend on what is inside.", "^server/access/", {
      path: "^server/(?!access|core|audit|contract)",
      pathNot: "^server/usecases/(ports|access-ports|context)\\.ts",
    }),
    reserved(
      "aws-sdk",
      "Only the door, the adapters and the sandbox speak AWS's words.",
      "^server/(aws|adapters|sandbox)/",
      "^node_modules/@(aws-sdk|smithy)/",
    ),
    reserved(
      "database",
      "Only the store knows the database.",
      "^server/store/|^scripts/",
      "^node_modules/(@prisma|prisma|@libsql|libsql|pg)/|^server/store/generated/",
    ),
    reserved("store-behind-ports", "Only runtime opens a store.", "^server/(store|runtime)/", "^server/store/"),
    reserved(
      "wiring",
      "Only the edges see the wiring.",
      "^(app|cli|server/runtime)/|^server/http/(route|page)\\.ts$|^instrumentation\\.ts$",
      "^server/runtime/",
    ),
    reserved("sign-in-library", "next-auth stays behind access.", "^server/access/", "^node_modules/next-auth/"),
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "^node_modules/" },
    exclude: { path: "^(\\.next|data)/|^server/store/generated/.*/internal" },
  },
};
