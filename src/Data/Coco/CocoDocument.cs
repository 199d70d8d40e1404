namespace Graft.Data;

/// <summary>A COCO instances file as it is written.</summary>
internal sealed record CocoDocument
{
    public object? Info { get; init; }

    public IReadOnlyList<CocoImage>? Images { get; init; }

    public IReadOnlyList<CocoAnnotation>? Annotations { get; init; }

    public IReadOnlyList<CocoCategory>? Categories { get; init; }
}
