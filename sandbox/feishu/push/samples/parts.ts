import type { JsonObject } from '../../../types';

/** What many events have in common; all made up. */
export const TENANT = '736588c9260f175e';
export const CHAT = 'oc_5ad11d72b830411d72b836c20';
export const MESSAGE = 'om_dc13264520392913993dd051dba21dcf';
export const APP = 'cli_9f5343c580712544';
export const DEPARTMENT = 'od-4e6ac4d14bcd5071a37a39de902c7141';

export const person = (name: string): JsonObject => ({ union_id: `on_${name}`, user_id: name, open_id: `ou_${name}` });

export const LI = person('lilei');
export const HAN = person('hanmei');
