import { sessionEndpoints } from "@/server/contract/session";
import { methodNotAllowed, route } from "@/server/http/route";

export const POST = route(sessionEndpoints.signOut, async (app, _ctx, _input, request) => {
  const { setCookie } = await app.access.signOut(request.headers);
  return { body: {}, headers: { "set-cookie": setCookie, "clear-site-data": '"cache"' } };
});
export const { GET, PUT, PATCH, DELETE } = methodNotAllowed("POST");
