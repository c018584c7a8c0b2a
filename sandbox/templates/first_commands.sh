API={api_url}
TOKEN=$(curl -s $API/api/v1/auth/login -H 'Content-Type: application/json' \
  -d '{"api_code": "{api_code}", "api_key": "your-api-key"}' | jq -r .token)
curl $API/api/v1/account/individual-users -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' -d '{
  "name": "Ana", "surname": "Ruiz", "email": "ana@example.com", "birthdate": "1990-05-15",
  "phoneNumber": "+34612345678", "phoneNumberCountry": "ES", "birthCountry": "ES",
  "nationality": "ES", "documentType": "PASSPORT", "documentNumber": "X1",
  "address": "Calle Mayor 1", "city": "Madrid", "province": "Madrid", "country": "ES",
  "postalCode": "28001", "activity": "BAKER", "employmentStatus": "EMPLOYED",
  "professionalSector": "Food", "sourceOfFunds": "SALARY", "estimatedAnnualIncome": 30000,
  "estimatedAnnualTransactionVolume": 10000, "estimatedNetWorth": 50000,
  "hasPepCloseAssociate": false, "isPublicOffice": false, "termsAndConditionsAccepted": true
}'
