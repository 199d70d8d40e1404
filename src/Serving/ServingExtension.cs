namespace Graft.Serving;

/// <summary>What is served beside models, by another package: its addresses, and what they need.</summary>
internal abstract class ServingExtension : IDisposable
{
    /// <summary>Its addresses.</summary>
    public abstract IReadOnlyList<ServingEndpoint> Endpoints { get; }

    /// <summary>Addresses to try with an image.</summary>
    public virtual IEnumerable<string> Examples => [];

    /// <summary>An OpenAPI document, whose addresses and schemas are added to the service's.</summary>
    public abstract byte[] OpenApi { get; }

    /// <summary>Opens what it needs, before the first request can come.</summary>
    /// <exception cref="GraftException">Something is refused.</exception>
    public abstract void Open(Service service);

    /// <summary>Why it does not answer, for clients; null where it does.</summary>
    public virtual string? NotReady => null;

    /// <inheritdoc/>
    public abstract void Dispose();
}
