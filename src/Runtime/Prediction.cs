using System.Text.Json;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>The answer to one image, whatever the task. Serialises to JSON, by itself (<see cref="ToJson"/>) or within another document.</summary>
/// <param name="Path">The file; empty for an image that came as bytes, as a stream that is no file, or as pixels.</param>
/// <param name="Width">Width of the image in pixels, upright; 0 when it could not be read.</param>
/// <param name="Height">Height of the image in pixels, upright; 0 when it could not be read.</param>
/// <param name="Failure">Why the image could not be read, or null.</param>
public abstract record Prediction(string Path, int Width, int Height, ImageException? Failure)
{
    private readonly string? _name;

    /// <summary>The file's name without its folder; "image", or "image 3" in a sequence, for an image without a file.</summary>
    public string Name
    {
        get => _name ?? System.IO.Path.GetFileName(Path);
        init => _name = value;
    }

    /// <summary>The image's name and the answer in a few words, or why it could not be read.</summary>
    public sealed override string ToString() => $"{(Name.Length > 0 ? Name : "image")}: {(Failure is { } failure ? failure.Message : Summary())}";

    /// <summary>The answer in a few words.</summary>
    private protected abstract string Summary();

    /// <summary>One line of JSON: camelCase, what is null left out. Works trimmed and compiled ahead of time.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RuntimeJson.Compact.GetTypeInfo(GetType())!);
}
