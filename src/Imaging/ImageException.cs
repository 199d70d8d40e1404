using System.Text.Json.Serialization;

namespace Graft.Imaging;

/// <summary>An image that was refused, with its name and the reason. In JSON: <c>{"reason":"truncated","message":"..."}</c>.</summary>
[JsonConverter(typeof(ImageExceptionJson))]
public sealed class ImageException : GraftException
{
    internal ImageException(ImageFault reason, string what, string expected, string cure, Exception? inner = null)
        : base(what, expected, cure, inner) => Reason = reason;

    /// <summary>Why it was refused.</summary>
    public ImageFault Reason { get; }
}
