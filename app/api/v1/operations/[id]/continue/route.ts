import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const POST = route(endpoints.continueOperation);
export const { GET, PUT, PATCH, DELETE } = methodNotAllowed("POST");
