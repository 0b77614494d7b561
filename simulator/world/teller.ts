/** Where something that happened is told. */
export interface Teller<T> {
  publish: (item: T) => void;
}
