import { sessionEndpoints } from "@/server/contract/session";
import { methodNotAllowed, route } from "@/server/http/route";

export const POST = route(sessionEndpoints.signIn, async (app, ctx, { body }, request) => {
  const { user, setCookie } = await app.access.signIn(ctx, request.headers, body);
  return { body: { name: user.name, role: user.role }, headers: { "set-cookie": setCookie } };
});
export const { GET, PUT, PATCH, DELETE } = methodNotAllowed("POST");
