// Which one of several targets gets the next request.

# An algorithm that chooses the target of the next request.
public type LoadBalancerRule isolated object {

    # Chooses the client of a target.
    #
    # + loadBalanceCallerActionsArray - The clients of all targets
    # + return - The one that the next request is sent with, or an `http:ClientError`, which the caller gets
    public isolated function getNextClient(Client?[] loadBalanceCallerActionsArray) returns Client|ClientError;
};

# The rule by which targets take turns.
public isolated class LoadBalancerRoundRobinRule {
    *LoadBalancerRule;

    private int index = 0;

    # Chooses the client whose turn it is.
    #
    # + loadBalanceCallerActionsArray - The clients of all targets
    # + return - The one that the next request is sent with, or an `http:ClientError` if there is none
    public isolated function getNextClient(Client?[] loadBalanceCallerActionsArray) returns Client|ClientError {
        lock {
            int count = loadBalanceCallerActionsArray.length();
            if count == 0 {
                return error GenericClientError("there is no client to choose");
            }
            Client? chosen = loadBalanceCallerActionsArray[self.index % count];
            self.index = (self.index + 1) % count;
            return chosen ?: error GenericClientError("the client whose turn it is does not exist");
        }
    }
}
