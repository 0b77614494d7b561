/** What the double touches inside node-oracledb; its own type declarations end at the public API. */

declare module 'oracledb/lib/types.js' {
  export interface InnerType {
    readonly name: string;
  }
  const types: Record<
    | 'DB_TYPE_BLOB'
    | 'DB_TYPE_BOOLEAN'
    | 'DB_TYPE_CLOB'
    | 'DB_TYPE_DATE'
    | 'DB_TYPE_INTERVAL_DS'
    | 'DB_TYPE_JSON'
    | 'DB_TYPE_NUMBER'
    | 'DB_TYPE_RAW'
    | 'DB_TYPE_TIMESTAMP'
    | 'DB_TYPE_TIMESTAMP_LTZ'
    | 'DB_TYPE_TIMESTAMP_TZ'
    | 'DB_TYPE_VARCHAR',
    InnerType
  >;
  export default types;
}

declare module 'oracledb/lib/errors.js' {
  const errors: {
    readonly ERR_WRONG_NUMBER_OF_BINDS: number;
    throwErr(error: number, ...details: unknown[]): never;
  };
  export default errors;
}

declare module 'oracledb/lib/settings.js' {
  const settings: { thin: boolean; thinDriverInitialized: boolean };
  export default settings;
}

declare module 'oracledb/lib/thin/index.js' {}

declare module 'oracledb/lib/thin/statement.js' {
  const inside: {
    Statement: new () => {
      readonly isQuery: boolean;
      readonly isDml: boolean;
      readonly bindInfoList: readonly unknown[];
      _prepare(sql: string): void;
    };
  };
  export default inside;
}

declare module 'oracledb/lib/impl/connection.js' {
  export default class ConnectionImpl {
    _connectString: string;
    _user: string;
    _newSession: boolean;
  }
}

declare module 'oracledb/lib/impl/pool.js' {
  export default class PoolImpl {
    _connectString: string;
    _user: string;
  }
}

declare module 'oracledb/lib/impl/resultset.js' {
  export default class ResultSetImpl {
    metaData: unknown;
    _setup(options: object, metadata: unknown): void;
  }
}

declare module 'oracledb/lib/impl/index.js' {
  const impl: { ConnectionImpl: unknown; PoolImpl: unknown; ResultSetImpl: unknown };
  export default impl;
}
