using Microsoft.Extensions.Hosting;

namespace Graft.Serving;

/// <summary>Opens the models before the first request can come, and drains before the listener closes.</summary>
internal sealed class ServiceLifetime(Service service) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        service.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => service.Drain(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
