import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.listAccounts);
export const POST = route(endpoints.createAccount);
export const { PUT, PATCH, DELETE } = methodNotAllowed("GET", "POST");
