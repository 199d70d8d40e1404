using System.Text.Json;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>Everything that is held of a person.</summary>
internal sealed record PersonExport(GalleryPerson Person, FaceContract Contract, IReadOnlyList<PersonExport.Sample> Samples,
    IReadOnlyList<PersonExport.Entry> Log)
{
    /// <summary>As a document.</summary>
    public static string Write(PersonExport export) => JsonSerializer.Serialize(export, FacesJson.Indented.PersonExport);

    /// <summary>A face.</summary>
    internal sealed record Sample(string? Source, string ContentSha256, DateTimeOffset Added, bool IsConfirmed, FaceQuality? Quality, float[] Descriptor)
    {
        /// <summary>The face itself as PNG, by how it was cut out; null where it was not kept.</summary>
        public IReadOnlyDictionary<string, byte[]>? Crops { get; init; }

        public static Sample Of(SampleContent content, float[] descriptor, FaceCrops? crops) =>
            new(content.Source, content.Content, content.Added, content.IsConfirmed, content.Quality, descriptor) { Crops = crops?.Images };
    }

    /// <summary>Something that was done.</summary>
    internal sealed record Entry(DateTimeOffset At, string Action, string Detail)
    {
        public static Entry Of(AuditLine line) => new(DateTimeOffset.FromUnixTimeMilliseconds(line.At), line.Action, line.Detail);
    }
}
