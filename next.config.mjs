/** The same for every answer; the policy for a page's scripts has a nonce and is made in proxy.ts. */
const fixedHeaders = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
};

/** @param {Record<string, string>} values */
const headers = (values) => Object.entries(values).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  // `npm run check` type-checks everything; a wrong test must not stop a user's start.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ["libsql", "@libsql/client", "pg", "pg-boss", "@prisma/client", "@node-rs/argon2", "pino"],
  headers: async () => [
    { source: "/:path*", headers: headers(fixedHeaders) },
    // Answers of the API are data: nothing in them is to be run or shown in a frame.
    {
      source: "/api/:path*",
      headers: headers({ "content-security-policy": "default-src 'none'; frame-ancestors 'none'" }),
    },
    {
      source: "/:path*",
      has: [{ type: "header", key: "x-forwarded-proto", value: "https" }],
      headers: headers({ "strict-transport-security": "max-age=31536000" }),
    },
  ],
};
