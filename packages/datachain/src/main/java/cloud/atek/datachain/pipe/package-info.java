/// What a chain does to changes on their way in and to rows on their way in and out, as stages that
/// can be put together.
///
/// Where they run: a [Linter], a [Validator] and an [Indexer] in the chain, one commit at a time,
/// in the order of the commits; a [Transformer] at the edge, where rows are written and read as
/// values. So what is hashed, signed and judged is what is stored, and who checks a chain needs no
/// read key.
package cloud.atek.datachain.pipe;
