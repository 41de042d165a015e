/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ["libsql", "@libsql/client", "pg", "@prisma/client", "@node-rs/argon2", "pino"],
};
