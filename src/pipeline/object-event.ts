// What a message says: look at this object. Processing is level-triggered: the object is converted as it is found, not as the event
// describes it, so duplicates and old events do no harm. What the event says beside bucket and key serves the log.

export interface ObjectEvent {
  bucket: string
  /** Decoded. */
  key: string
  kind: 'created' | 'removed' | 'requested'
  versionId?: string
  etag?: string
  /** Orders the events of one key: hexadecimal, compared after padding with zeros on the right. */
  sequencer?: string
  /** For a ready marker: only files whose keys come after this one. */
  after?: string
}
