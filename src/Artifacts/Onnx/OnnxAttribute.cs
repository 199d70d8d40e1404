namespace Graft.Artifacts;

/// <summary>A constant setting of a node (AttributeProto).</summary>
internal readonly record struct OnnxAttribute(ProtoWriter Message)
{
    public static OnnxAttribute Integer(string name, long value) =>
        new(new ProtoWriter().Text(1, name).Integer(3, value).Integer(20, 2));

    public static OnnxAttribute Float(string name, double value) =>
        new(new ProtoWriter().Text(1, name).Float(2, (float)value).Integer(20, 1));

    public static OnnxAttribute Text(string name, string value) =>
        new(new ProtoWriter().Text(1, name).Text(4, value).Integer(20, 3));

    public static OnnxAttribute Integers(string name, params ReadOnlySpan<int> values)
    {
        var message = new ProtoWriter().Text(1, name);
        foreach (var value in values) message.Integer(8, value);
        return new(message.Integer(20, 7));
    }
}
