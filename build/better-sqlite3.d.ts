// The types that better-sqlite3 ships but its package.json hides, found by `paths` in tsconfig.base.json.
import Database from '../node_modules/better-sqlite3/index.js';

export default Database;
