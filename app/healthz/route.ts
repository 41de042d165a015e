/** The probe where orchestrators look for it. */
export { DELETE, GET, PATCH, POST, PUT } from "@/app/api/v1/healthz/route";
