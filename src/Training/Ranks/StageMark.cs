using TorchSharp;

namespace Graft.Training;

/// <summary>
/// The identity at a stage's entrance. Its backward pass comes when everything that was computed after it has its gradients: autograd takes what is ready in
/// the reverse order of the forward pass, and gradients of parameters first.
/// </summary>
internal sealed class StageMark : torch.autograd.SingleTensorFunction<StageMark>
{
    private const string Completed = "completed";

    public override string Name => nameof(StageMark);

    /// <summary>A value that says when its stage is complete.</summary>
    /// <param name="value">What enters the stage.</param>
    /// <param name="completed">Is called in the backward pass.</param>
    public static torch.Tensor On(torch.Tensor value, Action completed) => apply(value, completed);

    public override torch.Tensor forward(torch.autograd.AutogradContext context, params object[] values)
    {
        context.save_data(Completed, values[1]);
        return ((torch.Tensor)values[0]).alias();
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext context, torch.Tensor slope)
    {
        ((Action)context.get_data(Completed))();
        return [slope, null!];
    }
}
