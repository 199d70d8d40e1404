namespace Graft.Artifacts;

/// <summary>Where a field lies: its tag starts at Start, its content (for delimited fields) at Content and ends before End.</summary>
internal readonly record struct ProtoField(int Number, ProtoWire Wire, long Start, long Content, long End);
