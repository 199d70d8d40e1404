namespace Graft.Artifacts;

/// <summary>Protobuf's wire types that are in use today.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Delimited = 2,
    Fixed32 = 5,
}
