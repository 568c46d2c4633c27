import { serve } from "../provider/server";
import { oktaProvider } from "./provider";

serve(oktaProvider);
