/** Counters of the Graph adapter, for `/metrics`. They only grow. */
export interface GraphMetrics {
  /** Requests sent, sub-requests of a batch counted singly. */
  requests: number;
  /** Answers that said "too many". */
  throttled: number;
}
