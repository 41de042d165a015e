/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  // `npm run check` type-checks everything; a wrong test must not stop a user's start.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ["libsql", "@libsql/client", "pg", "pg-boss", "@prisma/client", "@node-rs/argon2", "pino"],
};
